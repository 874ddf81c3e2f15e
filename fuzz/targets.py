"""What is fuzzed: functions of bytes that raise AssertionError where the law is broken, and what they begin with."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from hypothesis import given, settings

from fuzz.grammar import Draft, drafts, mutations
from fuzz.law import list_breaches
from fuzz.variants import list_differences
from kawat.errors import WireError
from kawat.languages import load_known, load_languages
from kawat.paragraphs import FOLDS, dump_fold, dump_subhead, escape_paragraph, make_line, split_folds
from kawat.press.body import render_body
from kawat.wire import read_wire, read_wires
from kawat.wire.agencies import load_agencies
from kawat.wire.charset import decode_wire, encode_wire
from kawat.wire.containers import open_container
from kawat.wire.datelines import Datelines, load_datelines
from kawat.wire.dates import EARLIEST, LATEST

SUFFIXES = ("txt", "html", "xml", "json", "eml", "zip", "md", "de.txt", "")
CHARSETS = (None, "utf-8", "windows-1252", "gb2312", "shift_jis", "iso-2022-jp", "koi8-r", "windows-874", "nonsense")

Target = Callable[[bytes], None]
Choice = TypeVar("Choice")


def read_text(data: bytes) -> None:
    """Any bytes under any name: the parts rebuild them, or there is a reason."""
    names = ("x.txt", *(f"x.{tag}.txt" for tag in load_languages()))
    _expect_none(list_breaches(read_wire(data, _choose(data, names)), data))


def decode_text(data: bytes) -> None:
    """Whatever is decoded is encoded to the same bytes."""
    try:
        decoded = decode_wire(data, "x.txt", _choose(data, CHARSETS))
    except WireError:
        return
    assert encode_wire(decoded.text, decoded.encoding) == data, decoded.encoding


def open_file(data: bytes) -> None:
    """A container gives texts or reasons, each with a source of its own, and every text keeps the law."""
    source = f"x.{_choose(data, SUFFIXES)}".rstrip(".")
    found = open_container(data, source)
    assert found
    members = [one for one in found if not isinstance(one, WireError)]
    sources = [member.source for member in members]
    assert len(set(sources)) == len(sources), sources
    assert all(name.startswith(source) and "\n" not in name for name in sources), sources
    wires = read_wires(data, source)
    assert len(wires) == len(found)
    read = [wire for wire, one in zip(wires, found, strict=True) if not isinstance(one, WireError)]
    for member, wire in zip(members, read, strict=True):
        _expect_none(list_breaches(wire, member.data))


def find_dateline(data: bytes) -> None:
    """A dateline is a paragraph's beginning, and what it says stands in it."""
    paragraph = _read_characters(data)
    dateline = _load_datelines(_choose(data, tuple(load_languages()))).find(paragraph, paragraph[:200])
    if dateline is None:
        return
    assert 0 < dateline.end <= len(paragraph)
    head = paragraph[: dateline.end]
    assert dateline.place is None or (dateline.place in head and dateline.place.strip()), dateline
    assert dateline.agency is None or (dateline.agency in head and dateline.agency.strip()), dateline
    assert dateline.date is None or EARLIEST <= dateline.date.year <= LATEST, dateline
    assert dateline.date is None or dateline.month_day is None, dateline


def escape_text(data: bytes) -> None:
    """A line becomes Markdown and HTML and is read by a browser as the line; so in a subhead and in a fold."""
    line = make_line(_read_characters(data))
    if not line:
        return
    kind = _choose(data, FOLDS)
    paragraph = escape_paragraph(line)
    story, folds = split_folds(f"{paragraph}\n\n{dump_fold(kind, [paragraph])}")
    assert [fold.kind for fold in folds] == [kind]
    for markdown, tag in ((story, "p"), (folds[0].body, "p"), (dump_subhead(line), "h3")):
        rendered = render_body(markdown, "x")
        match = re.fullmatch(rf"<{tag}>(.*)</{tag}>", rendered, re.S)
        assert match and html.unescape(match[1]) == line, rendered


def read_draft(data: bytes) -> None:
    """Texts like a wire's keep the law, and what nobody sees changes nothing; the bytes are the grammar's choices."""
    _check_draft.hypothesis.fuzz_one_input(data)  # type: ignore[attr-defined]


@settings(deadline=None, database=None)
@given(drafts() | mutations())
def _check_draft(draft: Draft) -> None:
    source = f"x.{draft.tag}.txt" if draft.tag in load_languages() else "x.txt"
    _expect_none(list_breaches(read_wire(draft.data, source), draft.data))
    _expect_none(list_differences(draft.data, source))


TARGETS: dict[str, Target] = {
    "read": read_text,
    "decode": decode_text,
    "open": open_file,
    "dateline": find_dateline,
    "escape": escape_text,
    "drafts": read_draft,
}


def _choose(data: bytes, choices: Sequence[Choice]) -> Choice:
    return choices[zlib.crc32(data) % len(choices)]


def _read_characters(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _expect_none(breaches: Sequence[str]) -> None:
    assert not breaches, breaches


@lru_cache(maxsize=32)
def _load_datelines(tag: str) -> Datelines:
    return load_datelines(load_known(), load_agencies(), load_languages()[tag])
