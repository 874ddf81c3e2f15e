"""Links and what belongs to them: the small pieces of what templates are given. Contains no business logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kawat.languages import Language


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    text: str
    href: str


@dataclass(frozen=True, slots=True, eq=False)
class FeedLink:
    """The feeds of one page in their formats."""

    text: str
    page_href: str
    href: str
    """As Atom."""
    json_href: str
    rss_href: str | None = None


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
    origins: Mapping[str, str]
    """The languages from which versions were translated, by tag, where that version is here too."""


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    iso: str
    """``YYYY-MM-DD``, or with the time and the zone's offset."""
    text: str
    href: str | None = None
    """The day's edition."""
