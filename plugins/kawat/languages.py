"""Languages as data: the only reader of ``languages/<tag>.toml``.

Direction, script, month names and plural rules come from CLDR through Babel; the TOML file holds
what CLDR does not know. There is no other list of languages than the folder's listing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from unicodedata import bidirectional, normalize

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from kawat.affixes import NO_AFFIXES, Affixes, read_affixes
from kawat.cldr import Usage, read_usage
from kawat.errors import LanguageError
from kawat.snapshots import read_toml, recall

FOLDER = Path(__file__).parent / "languages"

WIRE_KEYS: tuple[str, ...] = ("about", "contact", "source", "legal", "legal_phrases", "copyright", "link", "keywords")
WIRE_KEYS += ("agency_words", "filed", "byline")
"""What ``[wire]`` may list beside ``sector_labels``: the words by which wires mark what is not the story."""


@dataclass(frozen=True, eq=False)
class Language:
    """A language that the site speaks. There is one object a language, so that it is quick to find by."""

    tag: str
    """BCP 47, in canonical case: ``zh-Hans``."""
    autonym: str
    locale: Locale
    words: frozenset[str] = frozenset()
    """Lower-case words that tell it from its nearest relatives."""
    letters: frozenset[str] = frozenset()
    """Lower-case letters that hardly another language of its script uses."""
    charset: str | None = None
    """A national charset that holds its characters and not those of its nearest relative."""
    spelling: Mapping[str, str] = field(default_factory=dict)
    """Letters that old encodings print (``from``) in place of its own (``to``), in texts where ``beside`` occur."""
    yields_to: float | None = None
    """Share of a text from which another language prevails over it: the wires' common language."""
    year_offset: int = 0
    """What its newspapers may add to the Gregorian year (Thai: 543)."""
    eras: Mapping[str, int] = field(default_factory=dict)
    """Marks before a year that is not counted from year 1, and what has to be added: Japan's 令和, 2018."""
    more_months: Mapping[str, int] = field(default_factory=dict)
    """Names of months that newspapers print and CLDR does not have."""
    day_words: Mapping[str, int] = field(default_factory=dict)
    """Days of the month that datelines print as words."""
    date_pattern: str | None = None
    """A CLDR date pattern, where the locale's long one is not what newspapers print."""
    first_pattern: str | None = None
    """The same for a month's first day, where newspapers print it otherwise: ``1er novembre 2026``."""
    sector_labels: tuple[str, ...] = ()
    wire: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Under each of WIRE_KEYS the words by which wires mark a text's parts, in NFC; empty where there are none."""
    affixes: Affixes = NO_AFFIXES
    disclaimer_agency: str = ""
    disclaimer_unnamed: str = ""
    sectors: Mapping[str, str] = field(default_factory=dict)

    def __reduce__(self) -> tuple[object, ...]:
        # In another process it is that process's one object.
        return _recall, (self.tag,)

    @cached_property
    def slug(self) -> str:
        """The tag as it stands in addresses: lower case."""
        return self.tag.lower()

    @cached_property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, as the letters of its own name run; CLDR says the same, but takes long to load."""
        return "rtl" if any(bidirectional(char) in ("R", "AL") for char in self.autonym) else "ltr"

    @cached_property
    def usage(self) -> Usage:
        """What CLDR says of it; kept, since a dateline may be in any language."""
        kept = _recall_usages().get(str(self.locale))
        return Usage(**kept) if kept else read_usage(self.locale)

    @property
    def script(self) -> str:
        """The ISO 15924 code that CLDR finds most likely: ``Latn``, ``Jpan``, ``Hans``."""
        return self.usage.script

    @property
    def scripts(self) -> tuple[str, ...]:
        return self.usage.scripts

    @cached_property
    def months(self) -> Mapping[str, int]:
        """Every name of a month, case-folded and without a final point, to its number."""
        return dict(self.usage.months) | {name.casefold(): number for name, number in self.more_months.items()}

    def format_day(self, day: date) -> str:
        """A date as this language's newspapers print it, with Latin digits.

        >>> [load_languages()[tag].format_day(date(2026, 11, 4)) for tag in ("de", "th", "ja")]
        ['4. November 2026', '4 พฤศจิกายน 2026', '2026年11月4日']
        """
        pattern = self.first_pattern if day.day == 1 else None
        return _format_day(self.locale, pattern or self.date_pattern or "long", day)

    def format_month(self, day: date) -> str:
        """The month of a date, standing alone: ``November 2026``."""
        return _format_month(self.locale, day.year, day.month)

    def format_count(self, count: int) -> str:
        from babel.numbers import format_decimal

        return str(format_decimal(count, locale=self.locale))

    def name_of(self, other: Language) -> str:
        """The other language's name in this one, as CLDR has it; its autonym where CLDR has none."""
        return str(self.locale.languages.get(str(other.locale).replace("-", "_")) or other.autonym)


@lru_cache(maxsize=4096)
def _format_day(locale: Locale, pattern: str, day: date) -> str:
    from babel.dates import format_date  # who reads texts writes no dates, and this takes long to load

    return str(format_date(day, pattern, locale=locale))


@lru_cache(maxsize=4096)
def _format_month(locale: Locale, year: int, month: int) -> str:
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMM", date(year, month, 1), locale=locale))


class Languages(Mapping[str, Language]):
    """The languages of the site by tag, in the order of their autonyms.

    >>> load_languages().find("ZH-hans").tag
    'zh-Hans'
    """

    def __init__(self, languages: tuple[Language, ...]) -> None:
        ordered = sorted(languages, key=lambda language: (language.autonym.casefold(), language.tag))
        self._by_tag = {language.tag: language for language in ordered}
        self._by_slug = {language.slug: language for language in ordered}

    # Two tables are the same only when they are one: a table is read once and keys caches.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __getitem__(self, tag: str) -> Language:
        return self._by_tag[tag]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_tag)

    def __len__(self) -> int:
        return len(self._by_tag)

    def find(self, tag: str) -> Language | None:
        """The language of a tag in any case; None when the site does not speak it."""
        return self._by_slug.get(tag.lower())

    def find_nearest(self, tag: str) -> Language | None:
        """The same, also of a tag with a region, by the script that CLDR finds likely there.

        >>> [load_languages().find_nearest(tag).tag for tag in ("en-GB", "zh-TW", "zh_CN", "pt-BR")]
        ['en', 'zh-Hant', 'zh-Hans', 'pt']
        """
        parts = tag.replace("_", "-").split("-")
        likely = get_global("likely_subtags")
        full = likely.get("_".join(parts)) or likely.get(parts[0], "")
        scripts = [f"{parts[0]}-{full.split('_')[1]}"] if "_" in full else []
        return next((found for one in (tag, *scripts, parts[0]) if (found := self.find(one))), None)


def _recall(tag: str) -> Language:
    languages = load_languages()
    return languages[tag] if tag in languages else load_known()[tag]


def load_languages(folder: Path = FOLDER) -> Languages:
    """The languages in a folder; raises LanguageError with the file and the key at fault."""
    return _load_languages(folder)


@lru_cache(maxsize=8)
def _load_languages(folder: Path) -> Languages:
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise LanguageError(folder, "no language", "expected files such as id.toml")
    return Languages(tuple(_read_language(path) for path in paths))


def load_known(folder: Path = FOLDER) -> Languages:
    """The languages in a folder, and those in its ``known/`` that are not there too: the reader knows them.

    >>> "tr" in load_known(), "tr" in load_languages()
    (True, False)
    """
    return _load_known(folder)


@lru_cache(maxsize=64)
def make_stranger(tag: str) -> Language | None:
    """A language that has no file, with what CLDR knows of it; None where CLDR knows none.

    >>> make_stranger("nl").months["augustus"]
    8
    """
    try:
        return Language(tag, tag, Locale.parse(tag, sep="-"))
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=1)
def _recall_usages() -> Mapping[str, Any]:
    """What CLDR says, by locale, of the languages that come with Kawat."""
    locales = {str(one.locale): one.locale for one in load_known().values()}
    return recall("cldr", lambda: {name: asdict(read_usage(locale)) for name, locale in locales.items()})


@lru_cache(maxsize=8)
def _load_known(folder: Path) -> Languages:
    published = load_languages(folder)
    paths = [path for path in sorted((folder / "known").glob("*.toml")) if published.find(path.stem) is None]
    return Languages((*published.values(), *(_read_language(path, is_published=False) for path in paths)))


def _read_language(path: Path, is_published: bool = True) -> Language:
    facts = read_toml(path, LanguageError)
    try:
        locale = Locale.parse(path.stem, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        expected = "name the file after a BCP 47 tag such as 'pt' or 'zh-Hans'"
        raise LanguageError(path, f"CLDR knows no language {path.stem!r}", expected) from error
    detect, dates = _table(path, facts, "detect"), _table(path, facts, "dates")
    wire, disclaimer = _table(path, facts, "wire"), _table(path, facts, "disclaimer")
    return Language(
        tag=path.stem,
        autonym=_text(path, facts, "autonym") if "autonym" in facts else str(locale.get_display_name() or path.stem),
        locale=locale,
        words=frozenset(_texts(path, detect, "words")),
        letters=frozenset(_text(path, detect, "letters", "")),
        charset=_text(path, detect, "charset", "") or None,
        spelling={key: _text(path, _table(path, detect, "spelling"), key) for key in detect.get("spelling", ())},
        yields_to=detect.get("yields_to"),
        year_offset=int(dates.get("year_offset", 0)),
        eras={str(name): int(offset) for name, offset in _table(path, dates, "eras").items()},
        day_words={str(name): int(day) for name, day in _table(path, dates, "day_words").items()},
        more_months={str(name): int(number) for name, number in _table(path, dates, "months").items()},
        date_pattern=_text(path, dates, "long", "") or None,
        first_pattern=_text(path, dates, "long_first", "") or None,
        sector_labels=tuple(_texts(path, wire, "sector_labels")),
        wire=_read_wire(path, wire),
        affixes=read_affixes(path, facts),
        disclaimer_agency=_text(path, disclaimer, "agency", None if is_published else ""),
        disclaimer_unnamed=_text(path, disclaimer, "unnamed", None if is_published else ""),
        sectors={key: _text(path, facts["sectors"], key) for key in _table(path, facts, "sectors")},
    )


def _read_wire(path: Path, wire: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """Every list of ``[wire]``; an unknown key is an error, and so is an empty text, which would be found anywhere."""
    for key in wire:
        if key not in (*WIRE_KEYS, "sector_labels"):
            raise LanguageError(path, f"unknown key {key!r} in [wire]", f"use sector_labels, {', '.join(WIRE_KEYS)}")
    words = {key: tuple(normalize("NFC", text) for text in _texts(path, wire, key)) for key in WIRE_KEYS}
    for key, texts in words.items():
        if not all(text.strip("* ") for text in texts):
            raise LanguageError(path, f"an empty text under {key!r}", "expected words")
    return words


def _table(path: Path, facts: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = facts.get(key, {})
    if not isinstance(value, dict):
        raise LanguageError(path, f"{key!r} is no table", f"expected [{key}]")
    return value


def _text(path: Path, table: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str):
        raise LanguageError(path, f"no text under {key!r}", f'expected {key} = "…"')
    return value


def _texts(path: Path, table: Mapping[str, Any], key: str) -> list[str]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise LanguageError(path, f"{key!r} is no list of texts", f'expected {key} = ["…", "…"]')
    return value
