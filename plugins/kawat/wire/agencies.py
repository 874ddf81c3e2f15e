"""Agencies as data: the only reader of ``agencies/<agency>.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from kawat.errors import AgencyError

FOLDER = Path(__file__).parent / "agencies"


@dataclass(frozen=True)
class Agency:
    """A wire that texts come from."""

    name: str
    aliases: tuple[str, ...]
    """Other names that it prints, its markers' spellings included."""
    url: str
    is_third_party: bool
    """Whether its texts owe the reader a disclaimer."""
    disclaimers: Mapping[str, str] = field(hash=False)
    """Its registered wording by language tag."""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    @property
    def host(self) -> str:
        """The address's host without ``www.``, as texts mention it."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    def is_named_in(self, text: str) -> bool:
        folded = text.casefold()
        return any(name.casefold() in folded for name in self.names)


@dataclass(frozen=True)
class Agencies:
    """The registered agencies, in the order of their files' names."""

    all: tuple[Agency, ...]

    def find(self, name: str) -> Agency | None:
        """The agency that goes by this name, in any case."""
        folded = name.strip().casefold()
        for agency in self.all:
            if folded in (known.casefold() for known in agency.names):
                return agency
        return None


@lru_cache(maxsize=8)
def load_agencies(folder: Path = FOLDER) -> Agencies:
    """The agencies in a folder; raises AgencyError with the file at fault."""
    return Agencies(tuple(_read_agency(path) for path in sorted(folder.glob("*.toml"))))


def _read_agency(path: Path) -> Agency:
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AgencyError(path, f"no valid TOML: {error}", "expected TOML in UTF-8") from error
    try:
        return Agency(
            name=facts["name"],
            aliases=tuple(facts.get("aliases", ())),
            url=facts["url"],
            is_third_party=bool(facts["third_party"]),
            disclaimers=dict(facts.get("disclaimer", {})),
        )
    except KeyError as error:
        raise AgencyError(path, f"no key {error}", "expected name, url and third_party") from error
