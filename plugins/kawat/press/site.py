"""What a build is given: places, names, tables. Contains no business logic."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from kawat.desk.sectors import Sectors
    from kawat.languages import Languages
    from kawat.wire.agencies import Agencies


SUFFIXES = frozenset(("md", "rst", "html", "htm", "markdown", "mkd", "mdown", "asc", "adoc"))
"""Of files that are posts, or mean to be."""

ReadForeign = Callable[[Path, str], tuple[str, Mapping[str, object]] | None]
"""Reads a post that is not in our own format: its body as HTML, and what its header says; None when nobody can."""


@dataclass(frozen=True, eq=False)
class Site:
    """The settings and tables that decide the site's bytes, and where they go.

    The tables are imported on need: a build that finds nothing to do does not need them.
    """

    content: Path
    output: Path
    cache: Path
    theme: Path
    name: str = "Kawat"
    url: str = "http://localhost:8000"
    """Absolute, without a final slash; its path is where the site lies on its host."""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    """The zone in which posts give their times."""
    preferred: str = "en"
    """The language offered to readers of no language that a story has (x-default)."""
    not_posts: tuple[str, ...] = ("pages", "images", "static", "extra")
    """Folders below ``content`` that hold no posts."""
    overrides: tuple[Path, ...] = ()
    """Folders of templates that come before the theme's."""
    retention: tuple[str, ...] = ()
    """Names in the output's root that the build leaves alone."""
    markdown: Mapping[str, Any] = field(default_factory=dict)
    """Markdown's extensions, and their settings: ``{"markdown.extensions.toc": {…}}``, beside our own."""
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    """Filters that the settings give the templates."""
    fingerprint: str = ""
    """Of the two above: when it changes, every post is read and every page made anew."""
    has_ninjs: bool = True
    """Whether a ninjs item stands beside each article; hosts may limit the number of files."""
    hub: str = ""
    """The address of the WebSub hub that feeds name; empty where there is none."""
    executor: str = ""
    """Who renders large work: this machine, or ``dask://host:port``."""
    index: Path | None = None
    """The folder in which ``kawat search`` left an index; None when there is none, and so no search."""
    read_foreign: ReadForeign | None = None
    suffixes: frozenset[str] = SUFFIXES

    @cached_property
    def languages(self) -> Languages:
        from kawat.languages import load_languages

        return load_languages()

    @cached_property
    def agencies(self) -> Agencies:
        from kawat.wire.agencies import load_agencies

        return load_agencies()

    @cached_property
    def sectors(self) -> Sectors:
        from kawat.desk.sectors import load_sectors

        return load_sectors()

    @cached_property
    def preferred_tag(self) -> str:
        """The preferred language's tag as its file spells it; Pelican writes it in small letters."""
        language = self.languages.find(self.preferred)
        return language.tag if language else self.preferred

    @cached_property
    def base(self) -> str:
        """The path of the site on its host: empty, or ``/digest``."""
        return quote(urlsplit(self.url).path.rstrip("/"))

    def link(self, path: str) -> str:
        """A root-relative link to a page's path; ``index.html`` is not shown."""
        return f"{self.base}/{path.removesuffix('index.html')}"

    def absolute(self, path: str) -> str:
        return f"{self.url}/{path.removesuffix('index.html')}"


@dataclass(frozen=True)
class Extra:
    """A file of the site that is no post's: a picture, say."""

    path: str
    """Below ``output/``."""
    data: bytes


@dataclass(frozen=True)
class OwnPage:
    """A page that the editor wrote, with its body as HTML."""

    path: str
    title: str
    tag: str
    html: str


@dataclass(frozen=True)
class Extras:
    """Files of the site beside the posts' pages, which somebody else knows of."""

    mark: str
    """Another one when the files may be others."""
    gather: Callable[[], Sequence[Extra | OwnPage]]
    """Asked when the mark changed, when all is made anew, or when one of the files was changed in the output."""


NO_EXTRAS = Extras("none", tuple)
