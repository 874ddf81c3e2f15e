"""Agencies as data: the only reader of ``agencies/<agency>.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import urlsplit

from kawat.errors import AgencyError
from kawat.snapshots import read_toml

FOLDER = Path(__file__).parent / "agencies"

KEYS = (
    *("name", "aliases", "short", "url", "hosts", "third_party", "standfirst"),
    *("datelines", "opening", "disclaimer", "boilerplate", "marks"),
)
DATELINE_KEYS = ("line", "place", "date")
MARK_KEYS = ("disclaimer", "boilerplate")

# A letter or digit of a script that sets words apart. Thai, kana, Han and Hangul write a name and what follows in one.
SPACED = r"[^\W\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
JOINT = re.compile(r"[/&=,]")
"""Between the agencies of a joint report."""
HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
URL = re.compile(rf"https://{HOST.pattern}/\S*")
Sought = tuple[str, re.Pattern[str]]


@dataclass(frozen=True)
class Example:
    """A dateline in one of an agency's shapes, and what it says."""

    line: str
    """Everything before the text's first word, white space included."""
    place: str | None = None
    """As printed."""
    date: date | None = None
    """None where the line has no year."""


@dataclass(frozen=True, eq=False)
class Agency:
    """A wire that texts come from. There is one object an agency, so that it is quick to find by."""

    name: str
    """As it stands on the site."""
    aliases: tuple[str, ...]
    """Other names that it prints, in every script, its markers' spellings included."""
    url: str
    is_third_party: bool
    """Whether its texts owe the reader a disclaimer."""
    disclaimers: Mapping[str, str]
    """Its registered wording by language tag."""
    short: tuple[str, ...] = ()
    """Names that are words or other names too: they count in brackets or slashes only, in exactly this case."""
    hosts: tuple[str, ...] = ()
    """Other addresses that its notices mention, without ``www.``."""
    has_standfirst: bool = False
    """Whether a standfirst follows its marker, and not the first paragraph."""
    datelines: tuple[Example, ...] = ()
    """Its shapes, one example each."""
    openings: tuple[str, ...] = ()
    """What a text's very first line begins with, where the agency prints a heading of its own."""
    boilerplates: Mapping[str, str] = field(default_factory=dict)
    """What it prints about itself, by language tag, word for word."""
    marks_disclaimer: tuple[str, ...] = ()
    """Phrases that stand in its disclaimer and nowhere else."""
    marks_boilerplate: tuple[str, ...] = ()
    """Phrases that stand in its other notices about itself and nowhere else."""

    @property
    def names(self) -> tuple[str, ...]:
        """What may be looked for in any case: the name and the aliases, those without ``short``."""
        return tuple(name for name in (self.name, *self.aliases) if name not in self.short)

    @property
    def host(self) -> str:
        """The address's host without ``www.``, as texts mention it."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    def is_named_in(self, text: str) -> bool:
        """Whether one of ``names`` stands in a text, as a word where its script has words.

        >>> agency = Agency("Bentang Newswire", ("亞太商訊",), "https://bentang.example/", True, {})
        >>> [agency.is_named_in(text) for text in ("BENTANG NEWSWIREは", "Bentang Newswires", "本文由亞太商訊提供")]
        [True, False, True]
        """
        return _has_any(self._named, text)

    def has_host_in(self, text: str) -> bool:
        """Whether a text mentions its address, or one below it.

        >>> agency = Agency("Bentang Newswire", (), "https://www.bentang.example/", True, {})
        >>> [agency.has_host_in(text) for text in ("(https://www.Bentang.example/)", "not-bentang.example")]
        [True, False]
        """
        return _has_any(self._hosted, text)

    @cached_property
    def _named(self) -> tuple[Sought, ...]:
        return tuple(_set_apart(name.casefold(), SPACED) for name in self.names)

    @cached_property
    def _hosted(self) -> tuple[Sought, ...]:
        return tuple(_set_apart(host, r"[a-z0-9_-]") for host in (self.host, *self.hosts) if host)


def _set_apart(name: str, letter: str) -> Sought:
    """A case-folded name, and the pattern that has no letter on either side of it where it ends in one itself."""
    before = rf"(?<!{letter})" if re.match(letter, name[0]) else ""
    after = rf"(?!{letter})" if re.match(letter, name[-1]) else ""
    return name, re.compile(f"{before}{re.escape(name)}{after}")


def _has_any(sought: tuple[Sought, ...], text: str) -> bool:
    # The plain search first: it is a hundred times quicker than the pattern, and nearly always enough.
    folded = text.casefold()
    return any(name in folded and pattern.search(folded) for name, pattern in sought)


@dataclass(frozen=True, eq=False)
class Agencies:
    """The registered agencies, in the order of their files' names. Two tables are the same only when they are one."""

    all: tuple[Agency, ...]

    def find(self, name: str) -> Agency | None:
        """The agency that goes by this name, in any case; by a short one in its own case only; of several the first.

        >>> agencies = load_agencies()
        >>> [agency and agency.name for agency in map(agencies.find, ("reuters", "ロイター", "AP", "ap", "dpa/AFP"))]
        ['Reuters', 'Reuters', 'Associated Press', None, 'dpa']
        """
        sought = " ".join(normalize("NFKC", name).split())
        found = self._by_short.get(sought) or self._by_name.get(sought.casefold())
        if found is None and (parts := JOINT.split(sought))[1:]:
            return next((agency for part in parts if (agency := self.find(part.strip()))), None)
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, Agency]:
        return {
            normalize("NFKC", name).casefold(): agency for agency in self.all for name in (agency.name, *agency.names)
        }

    @cached_property
    def _by_short(self) -> Mapping[str, Agency]:
        return {name: agency for agency in self.all for name in agency.short}


@lru_cache(maxsize=8)
def load_agencies(folder: Path = FOLDER) -> Agencies:
    """The agencies in a folder; raises AgencyError with the file and the key at fault."""
    found = {path: _read_agency(path) for path in sorted(folder.glob("*.toml"))}
    _check_names(found)
    return Agencies(tuple(found.values()))


def _check_names(found: Mapping[Path, Agency]) -> None:
    """Raises AgencyError where two agencies claim a name: a text would be filed under either."""
    owners: dict[str, Path] = {}
    for path, agency in found.items():
        for name in {name.casefold() for name in (agency.name, *agency.names)} | set(agency.short):
            owner = owners.setdefault(name, path)
            if owner != path:
                raise AgencyError(path, f"{name!r} is a name of {owner.name} too", "expected a name of one agency")


def _read_agency(path: Path) -> Agency:
    facts = read_toml(path, AgencyError)
    _check_keys(path, facts, KEYS)
    marks = _table(path, facts, "marks")
    _check_keys(path, marks, MARK_KEYS, "marks.")
    return Agency(
        name=_text(path, facts, "name"),
        aliases=_texts(path, facts, "aliases"),
        url=_url(path, facts),
        is_third_party=_truth(path, facts, "third_party"),
        disclaimers=_wordings(path, facts, "disclaimer"),
        short=_texts(path, facts, "short"),
        hosts=_hosts(path, facts),
        has_standfirst=_truth(path, facts, "standfirst", False),
        datelines=_examples(path, facts),
        openings=_texts(path, facts, "opening"),
        boilerplates=_wordings(path, facts, "boilerplate"),
        marks_disclaimer=_texts(path, marks, "disclaimer", "marks."),
        marks_boilerplate=_texts(path, marks, "boilerplate", "marks."),
    )


def _check_keys(path: Path, table: Mapping[str, Any], known: tuple[str, ...], inside: str = "") -> None:
    for key in table:
        if key not in known:
            raise AgencyError(path, f"an unknown key '{inside}{key}'", f"expected one of {', '.join(known)}")


def _table(path: Path, facts: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = facts.get(key, {})
    if not isinstance(value, dict):
        raise AgencyError(path, f"{key!r} is no table", f"expected [{key}]")
    return value


def _text(path: Path, table: Mapping[str, Any], key: str, inside: str = "") -> str:
    value = table.get(key)
    if value is None:
        raise AgencyError(path, f"no key '{inside}{key}'", f'expected {key} = "…"')
    if not isinstance(value, str) or not value.strip():
        raise AgencyError(path, f"'{inside}{key}' is no text", f'expected {key} = "…"')
    return value


def _texts(path: Path, table: Mapping[str, Any], key: str, inside: str = "") -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise AgencyError(path, f"'{inside}{key}' is no list of texts", f'expected {key} = ["…", "…"]')
    return tuple(value)


def _truth(path: Path, facts: Mapping[str, Any], key: str, default: bool | None = None) -> bool:
    value = facts.get(key, default)
    if value is None:
        raise AgencyError(path, f"no key {key!r}", f"expected {key} = true or {key} = false")
    if not isinstance(value, bool):
        raise AgencyError(path, f"{key!r} is neither true nor false", f"expected {key} = true or {key} = false")
    return value


def _wordings(path: Path, facts: Mapping[str, Any], key: str) -> dict[str, str]:
    table = _table(path, facts, key)
    return {tag: _text(path, table, tag, f"{key}.") for tag in table}


def _url(path: Path, facts: Mapping[str, Any]) -> str:
    value = _text(path, facts, "url")
    if not URL.fullmatch(value):
        raise AgencyError(path, f"'url' is no address: {value!r}", 'expected url = "https://…/"')
    return value


def _hosts(path: Path, facts: Mapping[str, Any]) -> tuple[str, ...]:
    values = _texts(path, facts, "hosts")
    for value in values:
        if not HOST.fullmatch(value) or value.startswith("www."):
            raise AgencyError(path, f"no host in 'hosts': {value!r}", "expected lower case, without https:// and www.")
    return values


def _examples(path: Path, facts: Mapping[str, Any]) -> tuple[Example, ...]:
    tables = facts.get("datelines", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise AgencyError(path, "'datelines' is no list of tables", 'expected datelines = [{ line = "…" }, …]')
    return tuple(_example(path, table) for table in tables)


def _example(path: Path, table: Mapping[str, Any]) -> Example:
    _check_keys(path, table, DATELINE_KEYS, "datelines.")
    day = table.get("date")
    if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
        raise AgencyError(path, f"'datelines.date' is no day: {day!r}", "expected date = 2026-11-04, without quotes")
    place = _text(path, table, "place", "datelines.") if "place" in table else None
    return Example(_text(path, table, "line", "datelines."), place, day)
