"""The theme's files for the browser: one sheet of styles, and what else lies in ``static/``."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kawat.errors import PressError
from kawat.files import list_files

SHEETS = ("variables.css", "base.css")
"""The order in which the sheets are joined; the components follow by name."""


@dataclass(frozen=True)
class Asset:
    """A file whose name holds a hash of its bytes, so that hosts may let browsers keep it for ever."""

    path: str
    data: bytes

    @cached_property
    def integrity(self) -> str:
        """By which a browser knows that it got these bytes: ``sha384-…``."""
        return f"sha384-{base64.b64encode(hashlib.sha384(self.data).digest()).decode()}"


@dataclass(frozen=True)
class Assets:
    style: Asset
    others: tuple[tuple[str, Asset], ...]
    """By their names in ``static/``."""

    @property
    def all(self) -> tuple[Asset, ...]:
        return (self.style, *(asset for _, asset in self.others))

    def find(self, name: str) -> Asset:
        for known, asset in self.others:
            if known == name:
                return asset
        raise PressError(f"static/{name}", "no such file in the theme", "expected what the templates ask for")


def load_assets(theme: Path) -> Assets:
    """The assets of a theme; raises PressError where it has no sheet of styles."""
    static = theme / "static"
    sheets = list_files(static / "css", suffix=".css")
    if not sheets:
        raise PressError(static / "css", "no sheet of styles", "expected variables.css, base.css and components/")
    sheets.sort(key=lambda path: (SHEETS.index(path.name) if path.name in SHEETS else len(SHEETS), path))
    style = b"".join(path.read_bytes() for path in sheets)
    others = [path for path in list_files(static) if path not in sheets]
    named = ((path.relative_to(static).as_posix(), path) for path in others)
    return Assets(
        _name_asset("kawat.css", style), tuple((name, _name_asset(name, path.read_bytes())) for name, path in named)
    )


def _name_asset(name: str, data: bytes) -> Asset:
    stem, point, suffix = name.rpartition(".")
    digest = hashlib.sha256(data).hexdigest()[:12]
    return Asset(f"assets/{stem}.{digest}.{suffix}" if point else f"assets/{name}.{digest}", data)
