"""From the bytes of a wire text to a Markdown post. No Pelican in here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kawat.wire.model import Part, WireText
    from kawat.wire.reader import read_wire, read_wires

__all__ = ["Part", "WireText", "read_wire", "read_wires"]


def __getattr__(name: str) -> object:
    """The reader is loaded when it is asked for; the press needs this package's posts and agencies only."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module("kawat.wire.reader" if name.startswith("read_") else "kawat.wire.model"), name)
