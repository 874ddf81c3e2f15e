"""What templates are given: one small strict class a kind of page. Contains no business logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from kawat.languages import Language


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    text: str
    href: str


@dataclass(frozen=True, slots=True, eq=False)
class LanguageLink:
    """A link to a page in another language."""

    language: Language
    href: str
    title: str | None = None
    """The page's title in its own language."""


@dataclass(frozen=True, slots=True, eq=False)
class Alternate:
    """An hreflang link; its address is absolute."""

    hreflang: str
    href: str


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """The versions of a story, and what their pages share."""

    addresses: Mapping[str, str]
    """Where the post stands that tells it in a language, by tag."""
    links: Mapping[str, LanguageLink]
    alternates: tuple[Alternate, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    iso: str
    """``YYYY-MM-DD``, or with the time and the zone's offset."""
    text: str
    href: str | None = None
    """The day's edition."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What every page has round its content."""

    language: Language
    title: str
    canonical: str
    description: str
    alternates: tuple[Alternate, ...]
    translated: tuple[LanguageLink, ...]
    """Where this page exists in another language."""
    untranslated: tuple[LanguageLink, ...]
    """The fronts of the languages in which it does not."""
    feeds: tuple[Link, ...] = ()
    trail: tuple[Link, ...] = ()
    """The way here from the front page, which is the first."""
    is_indexed: bool = True
    published: str | None = None
    """An ISO moment, on articles."""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """An article in a list."""

    title: str
    href: str
    day: Day
    summary: str | None
    agency: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Items under a heading; ``link`` leads to all of them."""

    heading: str
    items: tuple[Item, ...]
    link: Link | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """A part of an article that is shown folded up."""

    kind: str
    label: str
    html: Markup


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    frame: Frame
    title: str
    summary: str | None
    html: Markup
    """The story."""
    folds: tuple[Fold, ...]
    """What follows it."""
    day: Day
    updated: Day | None
    place: str | None
    agency: Link | None
    sectors: tuple[Link, ...]
    labels: tuple[str, ...]
    """Sectors that we do not know, as printed."""
    provenance: str | None
    disclaimer: Markup | None
    versions: tuple[LanguageLink, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    frame: Frame
    latest: tuple[Item, ...]
    groups: tuple[Group, ...]
    sectors: tuple[Link, ...]
    months: tuple[Link, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A sector, a month, a sector's month, a day."""

    frame: Frame
    heading: str
    count: int
    groups: tuple[Group, ...]
    months: tuple[Link, ...] = ()
    earlier: Link | None = None
    later: Link | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """A page of the editor's own: an imprint, a contact."""

    frame: Frame
    title: str
    html: Markup


@dataclass(frozen=True, slots=True, eq=False)
class Chooser:
    """A page for readers of every language: the root, the 404."""

    frame: Frame
    languages: tuple[LanguageLink, ...]


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
    agency_url: str | None
    disclaimer: str | None
    categories: tuple[Link, ...]


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
class Text:
    """A file that needs no template."""

    data: bytes


Framed = Article | Front | Listing | Plain | Chooser
Data = Feed | Sitemap
View = Framed | Data | Text
