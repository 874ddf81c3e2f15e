"""Paragraphs from marked-up text, as a reader sees them: HTML's elements, and NITF's names for the same things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kawat.wire.model import BLANKS

BREAKING = frozenset(
    "address article aside bibliography block blockquote body bq byline byttl caption center copyrite credit datasource"
    " dateline dd details dialog dir div dl dt fieldset figcaption figure fn footer form h1 h2 h3 h4 h5 h6"
    " header hgroup hl1 hl2 hr legend li main media-caption menu nitf-table note ol optgroup option p pre search"
    " section summary table tagline tbody td tfoot th thead tr ul".split()
)
"""Elements that begin and end a paragraph."""
SKIPPED = frozenset(
    "script style template noscript nav title svg math iframe object embed applet audio video canvas map select"
    " datalist button textarea noframes noembed xmp rp media-metadata media-reference media-object media-producer"
    " nitf-table-metadata nitf-table-summary".split()
)
"""Elements whose text is not the story's, or not shown."""
SHOWN = frozenset("nav button map object".split())
"""Those of them whose text is shown."""
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 hl1 hl2".split())
LISTS = {"ul": None, "menu": None, "dir": None, "ol": 1}
GRID = frozenset(("table", "tr", "td", "th"))
DEEPEST_TABLE = 20
BULLET, BAR = "• ", " | "
BREAK, SPACE, TAB = "\0", "\x01", "\x02"
"""What stands for a line break and for white space that counts; no text has these."""
KEPT = str.maketrans({"\n": BREAK, " ": SPACE, "\t": TAB})
RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
POWER = re.compile(r"\s{0,4}[0-9+−=()ni-]{1,12}\s{0,4}")
WHITE = re.compile(r"[ \t\n\f\r]+")
EAST = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60"
SOFT_BREAK = re.compile(rf"(?<=[{EAST}])[ \t\f\r]*\n[ \t\n\f\r]*(?=[{EAST}])")
"""A line end of the source between characters that are written without spaces."""


@dataclass
class _Table:
    cells: list[list[str]] = field(default_factory=list)
    """Of the row that is being read."""
    is_open: bool = False
    """Whether a cell is."""


class Blocks:
    """Takes elements and text in their order; ``finish()`` gives the paragraphs, which may have lines.

    >>> blocks = Blocks()
    >>> for name, text in (("p", "Satu"), ("br", "baris"), ("li", "dua")):
    ...     blocks.start(name, {}); blocks.add(text)
    >>> blocks.finish()
    ['Satu\\nbaris', '• dua']
    """

    def __init__(self, skipped: frozenset[str] = SKIPPED) -> None:
        self._names = skipped
        self._outs: list[list[str]] = [[]]
        """The paragraphs, and above them those of the cells that are open."""
        self._pieces: list[str] = []
        self._lists: list[int | None] = []
        self._marker = ""
        self._tables: list[_Table] = []
        self._ignored_tables = 0
        self._open = {"pre": 0, "sup": 0}
        self._is_heading = False
        self._begun: dict[str, int] = {}
        """How many elements of a name that breaks paragraphs have not ended."""
        self._skipped, self._depth = "", 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; a void one ends at once."""
        if self._skipped and not self._leave_skipped(name):
            return
        if name in self._names or _is_hidden(attributes):
            if name not in VOID:
                self._skipped, self._depth = name, 1
                self._break_at(name)
            return
        self._break_at(name)
        self._is_heading = name in HEADINGS or (self._is_heading and name not in BREAKING)
        if name == "br":
            self._pieces.append(" " if self._is_heading else BREAK)  # a heading is one line
        elif name in ("q", "rt"):
            self._pieces.append("“" if name == "q" else "(")
        elif name in ("pre", "sup"):
            self._open[name] += 1
        elif name == "li":
            self._marker = self._make_marker(attributes)
        elif name in LISTS:
            self._lists.append(_read_number(attributes.get("start"), 1) if LISTS[name] else None)
        elif name in GRID:
            self._start_table(name)

    def end(self, name: str) -> None:
        """An element ends, opened or not."""
        if self._skipped:
            if name == self._skipped:
                self._depth -= 1
                self._skipped = self._skipped if self._depth else ""
            return
        self._break_after(name)
        self._is_heading = self._is_heading and name not in BREAKING
        if name == "br":
            self._pieces.append(BREAK)  # as browsers take </br>
        elif name in ("q", "rt"):
            self._pieces.append("”" if name == "q" else ")")
        elif name in ("pre", "sup"):
            self._open[name] = max(0, self._open[name] - 1)
        elif name == "li":
            self._marker = ""
        elif name in LISTS and self._lists:
            self._lists.pop()
        elif name in GRID:
            self._end_table(name)

    def add(self, text: str) -> None:
        """Text, its entities resolved."""
        if self._skipped or not text:
            return
        if self._open["pre"]:
            text = text.replace("\r\n", "\n").translate(KEPT)
        elif self._open["sup"] and POWER.fullmatch(text):
            text = text.translate(RAISED)
        self._pieces.append(text)

    def finish(self) -> list[str]:
        """The paragraphs so far; what is open is closed."""
        self._flush()
        self._ignored_tables = 0
        while self._tables:
            self._end_table("table")
        return self._outs[0]

    @property
    def unclosed(self) -> str:
        """The skipped element whose text browsers would show, and that has not ended; empty when all have."""
        return self._skipped if self._skipped in SHOWN & self._names else ""

    def _leave_skipped(self, name: str) -> bool:
        """Whether this element shows that the one that is skipped has ended."""
        if (self._skipped == "p" and name in BREAKING) or (self._skipped == name and name in ("li", "td", "th", "tr")):
            self._skipped = ""
            return True
        if name == self._skipped and name not in VOID:
            self._depth += 1
        return False

    def _break_at(self, name: str) -> None:
        if name in BREAKING:
            self._flush()
            self._begun[name] = self._begun.get(name, 0) + 1

    def _break_after(self, name: str) -> None:
        """An end breaks a paragraph as a start does; one that ends nothing is passed over, but for that of ``p``."""
        if self._begun.get(name) or name == "p":
            self._flush()
            self._begun[name] = max(0, self._begun.get(name, 0) - 1)

    def _flush(self) -> None:
        text, self._pieces = "".join(self._pieces), []
        if not text:
            return
        if "\n" in text:
            text = SOFT_BREAK.sub("", text)
        for paragraph in _split_lines(WHITE.sub(" ", text)):
            self._outs[-1].append(f"{self._marker}{paragraph}")
            self._marker = ""

    def _make_marker(self, attributes: Mapping[str, str]) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return BULLET
        number = _read_number(attributes.get("value"), number)
        self._lists[-1] = number + 1
        return f"{number}. "

    def _start_table(self, name: str) -> None:
        if name == "table":
            if len(self._tables) < DEEPEST_TABLE:
                self._tables.append(_Table())
            else:
                self._ignored_tables += 1
        elif self._tables and not self._ignored_tables:
            self._close_cell()
            if name == "tr":
                self._close_row()
            else:
                self._tables[-1].is_open = True
                self._outs.append([])

    def _end_table(self, name: str) -> None:
        if self._ignored_tables:
            self._ignored_tables -= name == "table"
            return
        if not self._tables:
            return
        self._close_cell()
        if name == "tr" or name == "table":
            self._close_row()
        if name == "table":
            self._tables.pop()

    def _close_cell(self) -> None:
        table = self._tables[-1]
        if table.is_open:
            table.is_open = False
            table.cells.append(self._outs.pop())

    def _close_row(self) -> None:
        """A row of short cells is one line; a cell that holds several paragraphs is there for the layout."""
        cells, self._tables[-1].cells = self._tables[-1].cells, []
        written = sum(1 for cell in cells if cell)
        if written > 1 and all(len(cell) <= 1 for cell in cells):
            row = BAR.join(" ".join(cell[0].split("\n")) if cell else "" for cell in cells)
            self._outs[-1].append(row.strip(" "))
        else:
            self._outs[-1].extend(paragraph for cell in cells for paragraph in cell)


def _split_lines(text: str) -> Iterable[str]:
    """Paragraphs of a run of lines: a line with nothing to see parts them."""
    lines: list[str] = []
    for line in text.split(BREAK):
        visible = line.replace(SPACE, " ").replace(TAB, "\t")
        if visible.strip(BLANKS):
            lines.append(visible.strip(" ") if SPACE not in line else visible.rstrip(" "))
        elif lines:
            yield "\n".join(lines)
            lines = []
    if lines:
        yield "\n".join(lines)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    style = attributes.get("style", "")
    return "hidden" in attributes or (
        "none" in style and re.search(r"display\s{0,9}:\s{0,9}none", style, re.I) is not None
    )


def _read_number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else default
