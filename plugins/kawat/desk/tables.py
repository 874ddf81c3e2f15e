"""The tables that the desk works with, read once."""

from __future__ import annotations

from dataclasses import dataclass

from kawat.desk.sectors import Sectors, load_sectors
from kawat.languages import Languages, load_languages
from kawat.wire.agencies import Agencies, load_agencies


@dataclass(frozen=True)
class Desk:
    """The tables that conversion works with."""

    languages: Languages
    agencies: Agencies
    sectors: Sectors


def load_desk() -> Desk:
    return Desk(load_languages(), load_agencies(), load_sectors())
