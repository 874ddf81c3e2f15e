"""The only module that imports Pelican: it puts the press in the place of the article generator and the writer."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pelican import Pelican, signals
from pelican.contents import Page
from pelican.generators import ArticlesGenerator, Generator, StaticGenerator
from pelican.log import console
from pelican.writers import Writer

from kawat.errors import PressError
from kawat.press.build import Built, build
from kawat.press.pages import Extra, OwnPage
from kawat.press.site import Site
from kawat.report import Progress, save_quarantine

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


def connect() -> None:
    signals.initialized.connect(_prepare)
    signals.get_generators.connect(_get_generator)
    signals.get_writer.connect(_get_writer)
    signals.all_generators_finalized.connect(_gather)


def _prepare(pelican: Pelican) -> None:
    pelican.settings.update(OVERRIDES)
    pelican.delete_outputdir = False


def _get_generator(pelican: Pelican) -> type[Generator]:
    return PressGenerator


def _get_writer(pelican: Pelican) -> type[Writer]:
    return PressWriter


def _gather(generators: list[Generator]) -> None:
    """Give the press what it takes over from the other generators."""
    press = next(generator for generator in generators if isinstance(generator, PressGenerator))
    press.others = [generator for generator in generators if generator is not press]


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
        site = make_site(self.settings)
        extras: list[Extra | OwnPage] = [*_take_static(self.others, site), *(_make_page(page) for page in writer.pages)]
        progress = Progress(console)  # Pelican's own, whose spinner must not write over our bar
        built = build(site, progress, extras)
        save_quarantine(site.cache, "post", built.set_aside)
        _report(built, progress)
        for articles in (one for one in self.others if isinstance(one, ArticlesGenerator)):
            # Pelican's closing line counts these.
            articles.articles, articles.drafts = range(built.posts), range(built.drafts)


def make_site(settings: dict[str, Any]) -> Site:
    """The site that Pelican's settings describe; raises PressError naming the setting at fault."""
    url = str(settings["SITEURL"]).rstrip("/")
    if not url.startswith(("http://", "https://")):
        raise PressError("SITEURL", f"{url!r} is no absolute address", "expected such as 'https://news.example'")
    try:
        zone = ZoneInfo(settings["TIMEZONE"])
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise PressError("TIMEZONE", f"{settings['TIMEZONE']!r} is no time zone", "expected such as 'UTC'") from error
    return Site(
        content=Path(settings["PATH"]),
        output=Path(settings["OUTPUT_PATH"]),
        cache=Path(settings["CACHE_PATH"]),
        theme=Path(settings["THEME"]),
        name=str(settings["SITENAME"]),
        url=url,
        zone=zone,
        preferred=str(settings["DEFAULT_LANG"]),
        not_posts=(*settings["PAGE_PATHS"], *settings["STATIC_PATHS"]),
        overrides=tuple(Path(folder) for folder in settings["THEME_TEMPLATES_OVERRIDES"]),
        retention=tuple(settings["OUTPUT_RETENTION"]),
    )


def _take_static(generators: list[Generator], site: Site) -> list[Extra]:
    """The static files that Pelican found, so that it does not copy them itself."""
    extras: list[Extra] = []
    for generator in (one for one in generators if isinstance(one, StaticGenerator)):
        for file in generator.staticfiles:
            source = Path(file.source_path)
            if not source.resolve().is_relative_to(site.content.resolve()):
                raise PressError(file.source_path, "lies outside the folder of posts", "copy the file itself into it")
            extras.append(Extra(_check_path(file.save_as), source.read_bytes()))
        generator.staticfiles = []
    return extras


def _make_page(page: Page) -> OwnPage:
    return OwnPage(_check_path(page.save_as), str(page.title), str(page.lang), page.content)


def _check_path(path: str) -> str:
    """A path below the output, with slashes; raises PressError for one that leads out of it."""
    pure = PurePosixPath(path.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts or not pure.parts:
        raise PressError(path, "leads out of the output", "expected a path below it")
    return pure.as_posix()


def _report(built: Built, progress: Progress) -> None:
    for finding in built.set_aside:
        progress.say(f"content/{finding}")
    for label in built.labels:
        progress.say(f"content: unknown sector {label!r}; kept as printed, add it to desk/sectors.toml")
    done = built.applied
    progress.say(
        f"site: {built.posts} posts, {built.drafts} drafts, {len(built.set_aside)} set aside;"
        f" pages: {len(done.added)} added, {len(done.changed)} changed, {len(done.removed)} removed,"
        f" {done.unchanged} unchanged, {built.seconds:.1f} s"
    )
