"""From the bytes of a wire text to a Markdown post. No Pelican in here."""

from kawat.wire.model import Part, WireText
from kawat.wire.reader import read_wire

__all__ = ["Part", "WireText", "read_wire"]
