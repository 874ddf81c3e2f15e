"""What the templates of feeds, sitemaps and the like are given. Contains no business logic."""

from __future__ import annotations

from dataclasses import dataclass

from kawat.languages import Language
from kawat.press.links import Alternate, FeedLink, Link


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An article in a feed."""

    id: str
    title: str
    href: str
    published: str
    updated: str
    summary: str | None
    html: str
    author: str
    agency: Link | None
    agency_id: str | None
    disclaimer: str | None
    categories: tuple[Link, ...]
    mailed: str
    """When it was published, in the words of RFC 822."""


@dataclass(frozen=True, slots=True, eq=False)
class Removal:
    """A withdrawn article in a feed (RFC 6721)."""

    id: str
    when: str


@dataclass(frozen=True, slots=True, eq=False)
class Feed:
    id: str
    title: str
    subtitle: str
    language: Language
    self_href: str
    page_href: str
    updated: str
    entries: tuple[Entry, ...]
    removed: tuple[Removal, ...] = ()
    mailed: str = ""
    """When it was updated, in the words of RFC 822."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The feeds of every language."""

    groups: tuple[tuple[Language, tuple[FeedLink, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A page in a sitemap."""

    href: str
    changed: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PlaceGroup:
    """Pages with the same versions."""

    places: tuple[Place, ...]
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Sitemap:
    groups: tuple[PlaceGroup, ...]


@dataclass(frozen=True, slots=True, eq=False)
class NewsPlace:
    """An article in the news sitemap."""

    href: str
    tag: str
    published: str
    title: str


@dataclass(frozen=True, slots=True, eq=False)
class NewsSitemap:
    places: tuple[NewsPlace, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Manifest:
    """A language's front page as something to be installed."""

    language: Language
    front: Link
    tagline: str


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A file that needs no template."""

    data: bytes


Data = Feed | Outline | Sitemap | NewsSitemap | Manifest
