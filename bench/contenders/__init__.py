"""The contenders, by name."""

from __future__ import annotations

from bench.contenders.contender import Contender
from bench.contenders.hugo import Hugo
from bench.contenders.pelican import StockPelican
from bench.contenders.press import Press

CONTENDERS: dict[str, type[Contender]] = {one.name: one for one in (Press, Hugo, StockPelican)}
"""In the order in which they take turns."""
