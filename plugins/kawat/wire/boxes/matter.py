"""The header of a text written as Markdown: Pelican's ``Title: …``, or YAML's lines between ``---``.

The header becomes facts, as its writer expects, and not the text's first lines. What follows is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kawat.errors import WireError
from kawat.wire.boxes.member import Member
from kawat.wire.boxes.story import Story, decode_markup, make_day, make_fact, make_member, make_tag
from kawat.wire.model import Facts

MOST_LINES = 100
FENCE = re.compile(r"---[ \t]*+")
END = re.compile(r"(?:---|\.\.\.)[ \t]*+")
LINE = re.compile(r"(?P<key>[A-Za-z][A-Za-z0-9_-]{0,40})[ \t]*+:(?:[ \t]++(?P<value>.*+))?")
ITEM = re.compile(r"[ \t]*+-[ \t]++(.*+)")
HEADING = re.compile(r"#[ \t]++(.*?)[ \t#]*")
TELLING = frozenset("title headline date lang language slug".split())
"""Keys of which a header has one; other lines with a colon are a text's."""
UNPUBLISHED = ("draft", "hidden", "skip")


def read_markdown(data: bytes, source: str) -> Member:
    """The text, as it came where it has no header; raises WireError for a draft."""
    text, warnings = decode_markup(data, source, None)
    header, start = _read_header(text.splitlines(keepends=True))
    if not header.keys() & TELLING:
        return Member(source, data)
    status = header.get("status", "").lower()
    if status in UNPUBLISHED or header.get("draft", "").lower() == "true":
        raise WireError(f"{source}:1", "its header says that it is a draft", "expected a text that may be published")
    facts = Facts(
        headline=make_fact(_pick(header, "title", "headline")),
        standfirst=make_fact(_pick(header, "summary", "description", "subtitle")),
        language=make_tag(_pick(header, "lang", "language")),
        date=make_day(_pick(header, "date")),
        agency=make_fact(_pick(header, "agency")),
        place=make_fact(_pick(header, "place", "location")),
        sectors=_split(_pick(header, "sectors", "category", "categories", "section")),
    )
    body = text[start:].strip("\r\n")
    heading = HEADING.fullmatch(body.partition("\n")[0].rstrip("\r"))
    if heading and make_fact(heading[1]) == facts.headline:
        body = body.partition("\n")[2].strip("\r\n")
    return make_member(Story(facts.headline, (body,), facts, warnings), source)


def _read_header(lines: Sequence[str]) -> tuple[Mapping[str, str], int]:
    """Keys in small letters with their values, and where the text begins; no keys where there is no header."""
    is_fenced = bool(lines) and FENCE.fullmatch(lines[0].rstrip("\r\n")) is not None
    header: dict[str, str] = {}
    position = len(lines[0]) if is_fenced else 0
    key = ""
    for raw in lines[is_fenced:MOST_LINES]:
        position += len(raw)
        line = raw.rstrip("\r\n")
        match, item = LINE.fullmatch(line), ITEM.fullmatch(line)
        if END.fullmatch(line) if is_fenced else not line.strip():
            return header, position
        if match:
            key = match["key"].lower()
            header[key] = _unquote(match["value"] or "")
        elif item and key:
            header[key] += f", {_unquote(item[1])}" if header[key] else _unquote(item[1])
        elif key and line[:1] in (" ", "\t"):
            header[key] = f"{header[key]} {line.strip()}".strip()
        elif line.strip() and not line.startswith("#"):
            return {}, 0
    return {}, 0


def _unquote(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value[1:-1] if value.startswith("[") and value.endswith("]") else value


def _pick(header: Mapping[str, str], *keys: str) -> str:
    return next((header[key] for key in keys if header.get(key)), "")


def _split(value: str) -> tuple[str, ...]:
    parts = (make_fact(_unquote(part)) for part in value.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))
