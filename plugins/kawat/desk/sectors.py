"""Sectors as data: the only reader of ``sectors.toml``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kawat.errors import SectorError
from kawat.snapshots import read_toml

if TYPE_CHECKING:
    from kawat.languages import Language, Languages

FILE = Path(__file__).parent / "sectors.toml"


@dataclass(frozen=True)
class Sector:
    """A section of the digest."""

    id: str
    name: str
    """As wires print it, in English."""
    rank: int
    """Its place in lists, from 0."""
    iptc: str | None = None
    """An IPTC Media Topics code: ``medtop:20000210``."""
    aliases: tuple[str, ...] = ()

    def label_in(self, language: Language) -> str:
        """The section's name in a language; the wire's name where the language has none."""
        return language.sectors.get(self.id, self.name)


@dataclass(frozen=True, eq=False)
class Sectors:
    """All sectors, in the order of the table."""

    all: tuple[Sector, ...]

    @cached_property
    def by_id(self) -> dict[str, Sector]:
        return {sector.id: sector for sector in self.all}

    @cached_property
    def _by_iptc(self) -> dict[str, str]:
        return {sector.iptc.casefold(): sector.id for sector in self.all if sector.iptc}

    @cached_property
    def _by_name(self) -> dict[str, str]:
        names = ((name, sector.id) for sector in self.all for name in (sector.id, sector.name, *sector.aliases))
        return {name.casefold(): identity for name, identity in names}

    def resolve(self, label: str, language: Language | None, languages: Languages) -> str:
        """The id of the sector that a label names in some language; the label itself when unknown.

        The English name comes first, then the text's own language, then a label that means the
        same sector in every language that has it.

        >>> from kawat.languages import load_languages
        >>> languages = load_languages()
        >>> load_sectors().resolve("Daily News", languages["id"], languages)
        'daily-news'
        >>> load_sectors().resolve("Energi", None, languages), load_sectors().resolve("Xylofon", None, languages)
        ('energy', 'Xylofon')
        """
        folded = label.strip().casefold()
        if folded in self._by_iptc:
            return self._by_iptc[folded]
        if folded in self._by_name:
            return self._by_name[folded]
        for known in ([language] if language else []), languages.values():
            ids = {found for one in known for found, own in one.sectors.items() if own.casefold() == folded}
            if len(ids & self.by_id.keys()) == 1:
                return (ids & self.by_id.keys()).pop()
        return label.strip()

    def sort(self, ids: Iterable[str]) -> list[Sector]:
        """The known sectors among the ids, in the table's order."""
        return list(_sort(self, tuple(ids)))


@lru_cache(maxsize=4096)
def _sort(sectors: Sectors, ids: tuple[str, ...]) -> tuple[Sector, ...]:
    known = {sectors.by_id[one] for one in ids if one in sectors.by_id}
    return tuple(sorted(known, key=lambda sector: sector.rank))


@lru_cache(maxsize=8)
def load_sectors(path: Path = FILE) -> Sectors:
    """The table of sectors; raises SectorError."""
    table = read_toml(path, SectorError)
    try:
        return Sectors(
            tuple(
                Sector(key, facts["name"], rank, facts.get("iptc"), tuple(facts.get("aliases", ())))
                for rank, (key, facts) in enumerate(table.items())
            )
        )
    except (KeyError, TypeError) as error:
        raise SectorError(path, "a sector without a name", 'expected [id] and name = "…"') from error
