"""The only module that imports Pelican: it puts the press in the place of the article generator and the writer."""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import ApplicationError, nodes
from docutils.parsers.rst import Directive, directives
from pelican import Pelican, main, signals
from pelican.contents import Page
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator, StaticGenerator
from pelican.log import console
from pelican.readers import Readers
from pelican.settings import read_settings
from pelican.writers import Writer

from kawat.errors import PostError, PressError
from kawat.press.build import build
from kawat.press.site import Extra, Extras, OwnPage, ReadForeign, Site
from kawat.report import Progress, save_quarantine
from kawat.settings import make_site
from kawat.summary import report_build

# What the press does itself, Pelican must not do: its articles, feeds, archives and copies of the theme.
OVERRIDES: dict[str, Any] = {
    "ARTICLE_PATHS": [],
    "DIRECT_TEMPLATES": [],
    "TEMPLATE_PAGES": {},
    "AUTHOR_SAVE_AS": "",
    "CATEGORY_SAVE_AS": "",
    "TAG_SAVE_AS": "",
    "FEED_ALL_ATOM": None,
    "FEED_ALL_RSS": None,
    "CATEGORY_FEED_ATOM": None,
    "TRANSLATION_FEED_ATOM": None,
    "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None,
    "THEME_STATIC_PATHS": [],
    "DELETE_OUTPUT_DIRECTORY": False,
    "STATIC_CREATE_LINKS": False,
}
DOCUTILS = {"file_insertion_enabled": False, "raw_enabled": False}
"""reStructuredText may neither read other files nor pass HTML on."""
COLLECTOR = "KAWAT_COLLECTOR"
"""A setting that holds a list: the generator puts what Pelican found there, and builds nothing."""


def connect() -> None:
    directives.register_directive("date", NoDate)
    signals.initialized.connect(_prepare)
    signals.get_generators.connect(_get_generator)
    signals.get_writer.connect(_get_writer)
    signals.all_generators_finalized.connect(_gather)


def _prepare(pelican: Pelican) -> None:
    _override(pelican.settings)
    pelican.delete_outputdir = False


def _override(settings: dict[str, Any]) -> None:
    settings.update(OVERRIDES)
    settings["DOCUTILS_SETTINGS"] = {**settings["DOCUTILS_SETTINGS"], **DOCUTILS}


def _get_generator(pelican: Pelican) -> type[Generator]:
    return PressGenerator


def _get_writer(pelican: Pelican) -> type[Writer]:
    return PressWriter


def _gather(generators: list[Generator]) -> None:
    """Give the press what it takes over from the other generators."""
    press = next(generator for generator in generators if isinstance(generator, PressGenerator))
    press.others = [generator for generator in generators if generator is not press]
    for pages in (one for one in press.others if isinstance(one, PagesGenerator)):
        # The press renders them in an environment of its own; Pelican's does not know what our templates use.
        pages.get_template = lambda name: None


class PressWriter(Writer):  # type: ignore[misc]
    """Collects the editor's own pages, which the press then publishes in its own frame."""

    def __init__(self, output_path: str, settings: dict[str, Any] | None = None) -> None:
        super().__init__(output_path, settings=settings)
        self.pages: list[Page] = []

    def write_file(self, name: str, template: Any, context: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        if isinstance(kwargs.get("page"), Page):
            self.pages.append(kwargs["page"])

    def write_feed(self, *args: Any, **kwargs: Any) -> None:
        """The press writes the feeds."""


class PressGenerator(Generator):  # type: ignore[misc]
    """Runs the press as one of Pelican's generators."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others: list[Generator] = []

    def generate_output(self, writer: PressWriter) -> None:
        suffixes = frozenset(self.readers.extensions) - {"static"}
        site = make_site(self.settings, make_foreign_reader(self.readers), suffixes)
        extras: list[Extra | OwnPage] = [*_take_static(self.others, site), *(_make_page(page) for page in writer.pages)]
        if COLLECTOR in self.settings:
            self.settings[COLLECTOR].extend(extras)
            return
        progress = Progress(console)  # Pelican's own, whose spinner must not write over our bar
        built = build(site, progress, Extras(_mark(extras), lambda: extras))
        save_quarantine(site.cache, "post", built.set_aside)
        report_build(built, progress)
        for articles in (one for one in self.others if isinstance(one, ArticlesGenerator)):
            # Pelican's closing line counts these.
            articles.articles, articles.drafts = range(built.posts), range(built.drafts)


def run_pelican(path: Path, changes: Mapping[str, str]) -> int:
    """Pelican's own command with the settings of a file; its exit status."""
    arguments = [*([changes["PATH"]] if "PATH" in changes else []), "-s", str(path), "--fatal", "errors"]
    if "OUTPUT_PATH" in changes:
        arguments += ["-o", changes["OUTPUT_PATH"]]
    if "SITEURL" in changes:
        arguments += ["-e", f"SITEURL={json.dumps(changes['SITEURL'])}"]
    try:
        main(arguments)
    except SystemExit as done:
        return int(done.code or 0)
    return 0


def gather_extras(path: Path, changes: Mapping[str, Any]) -> list[Extra | OwnPage]:
    """The pages and static files that Pelican finds with the settings of a file; the press is not run."""
    found: list[Extra | OwnPage] = []
    settings = read_settings(str(path), override={**changes, COLLECTOR: found})
    faults = _Faults()
    logging.getLogger("pelican").addHandler(faults)
    console.quiet = True  # its closing line counts articles, which are not its affair here
    try:
        Pelican(settings).run()
    finally:
        console.quiet = False
        logging.getLogger("pelican").removeHandler(faults)
    if faults.said:
        raise PressError(settings["PATH"], "; ".join(faults.said), "mend the page")
    return found


def load_foreign_reader(path: Path, changes: Mapping[str, Any]) -> ReadForeign:
    """A reader of what Pelican's readers read, with the settings of a file."""
    settings = read_settings(str(path), override=dict(changes))
    _override(settings)
    return make_foreign_reader(Readers(settings))


def make_foreign_reader(readers: Readers) -> ReadForeign:
    directives.register_directive("date", NoDate)

    def read(path: Path, name: str) -> tuple[str, Mapping[str, object]] | None:
        reader = readers.readers.get(path.suffix.removeprefix(".").casefold())
        if reader is None:
            return None
        try:
            body, metadata = reader.read(str(path))
        except (ApplicationError, ArithmeticError, LookupError, AttributeError, TypeError, ValueError) as error:
            line, said = _split(error, path)
            raise PostError(f"{name}:{line}", f"Pelican's reader fails: {said}", "mend the post") from error
        return str(body), metadata

    return read


def _split(error: Exception, path: Path) -> tuple[str, str]:
    """The line, and what is said of it: docutils begins with the file and the line."""
    first = str(error).splitlines()[0] if str(error) else type(error).__name__
    where, _, said = first.removeprefix(f"{path}:").partition(": ")
    return (where, said) if where.isdigit() else ("1", first.replace(str(path), path.name))


class _Faults(logging.Handler):
    """Keeps what Pelican says has failed; it goes on all the same."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        cause = sys.exc_info()[1]
        self.said.append(f"{record.getMessage()}{f' ({str(cause).splitlines()[0]})' if cause and str(cause) else ''}")


class NoDate(Directive):  # type: ignore[misc]
    """docutils' ``date`` tells the time, which no page may."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        raise self.warning('"date" directive disabled.')


def _mark(extras: list[Extra | OwnPage]) -> str:
    return "" if not extras else hashlib.sha256(repr(extras).encode("utf-8", "surrogateescape")).hexdigest()


def _take_static(generators: list[Generator], site: Site) -> list[Extra]:
    """The static files that Pelican found, so that it does not copy them itself."""
    extras: list[Extra] = []
    for generator in (one for one in generators if isinstance(one, StaticGenerator)):
        for file in generator.staticfiles:
            source = Path(file.source_path)
            if not source.resolve().is_relative_to(site.content.resolve()):
                raise PressError(file.source_path, "lies outside the folder of posts", "copy the file itself into it")
            extras.append(Extra(_check_path(file.save_as), source.read_bytes()))
        generator.context["staticfiles"] = []
    return extras


def _make_page(page: Page) -> OwnPage:
    return OwnPage(_check_path(page.save_as), str(page.title), str(page.lang), page.content)


def _check_path(path: str) -> str:
    """A path below the output, with slashes; raises PressError for one that leads out of it."""
    pure = PurePosixPath(path.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts or not pure.parts:
        raise PressError(path, "leads out of the output", "expected a path below it")
    return pure.as_posix()
