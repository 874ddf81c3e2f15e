"""What a build is given: places, names, tables. Contains no business logic."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from kawat.desk.sectors import Sectors, load_sectors
from kawat.languages import Languages, load_languages
from kawat.wire.agencies import Agencies, load_agencies


@dataclass(frozen=True)
class Site:
    """The settings and tables that decide the site's bytes, and where they go."""

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
    languages: Languages = field(default_factory=load_languages)
    agencies: Agencies = field(default_factory=load_agencies)
    sectors: Sectors = field(default_factory=load_sectors)

    @property
    def base(self) -> str:
        """The path of the site on its host: empty, or ``/digest``."""
        return quote(urlsplit(self.url).path.rstrip("/"))

    def link(self, path: str) -> str:
        """A root-relative link to a page's path; ``index.html`` is not shown."""
        return f"{self.base}/{path.removesuffix('index.html')}"

    def absolute(self, path: str) -> str:
        return f"{self.url}/{path.removesuffix('index.html')}"
