"""What Kawat's own project says: its settings, the theme's words."""

from __future__ import annotations

import runpy
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


@dataclass(frozen=True)
class Settings:
    """What every contender's site is told."""

    name: str
    url: str
    tag: str
    """The language offered to readers of a language that a page does not have."""


def read_settings(checkout: Path) -> Settings:
    """The settings in a checkout's ``pelicanconf.py``."""
    found = runpy.run_path(str(checkout / "pelicanconf.py"))
    return Settings(found["SITENAME"], found["SITEURL"].rstrip("/"), found["DEFAULT_LANG"])
