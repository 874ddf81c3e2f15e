"""What templates are given: one small strict class a kind of page. Contains no business logic."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from kawat.languages import Language
from kawat.press.dataviews import Data, Text
from kawat.press.links import Alternate, Day, FeedLink, LanguageLink, Link
from kawat.press.policies import POLICY


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What every page has round its content."""

    language: Language
    title: str
    """With the site's name."""
    heading: str
    canonical: str
    description: str
    alternates: tuple[Alternate, ...]
    translated: tuple[LanguageLink, ...]
    """Where this page exists in another language."""
    untranslated: tuple[LanguageLink, ...]
    """The fronts of the languages in which it does not."""
    feeds: tuple[FeedLink, ...] = ()
    trail: tuple[Link, ...] = ()
    """The way here from the front page, which is the first."""
    is_indexed: bool = True
    published: str | None = None
    """An ISO moment, on articles."""
    policy: str = POLICY
    """The Content-Security-Policy."""


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
    data: Markup
    """The article as JSON-LD, which may stand in the page."""


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
class Tombstone:
    """What stands at the address of a withdrawn article."""

    frame: Frame


@dataclass(frozen=True, slots=True, eq=False)
class FeedList:
    """The feeds of a language, for people to choose from."""

    frame: Frame
    feeds: tuple[FeedLink, ...]
    outline_href: str
    """The list of all feeds of the site."""


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """A language's search page."""

    frame: Frame
    facts: str
    """What the script needs to know, as JSON."""
    sectors: tuple[Link, ...]
    choices: tuple[tuple[str, str], ...]
    """Id and label of the same sectors."""
    archive: Link


@dataclass(frozen=True, slots=True, eq=False)
class Chooser:
    """A page for readers of every language: the root, the 404."""

    frame: Frame
    languages: tuple[LanguageLink, ...]


Framed = Article | Front | Listing | Plain | Search | Chooser | Tombstone | FeedList
View = Framed | Data | Text
