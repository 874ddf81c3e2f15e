"""What kind of file the bytes are: told by their content first, by the file's suffix second."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath
from typing import Literal

Kind = Literal["zip", "html", "xml", "markup", "json", "mail", "markdown", "text"]
"""``markup`` is XML if it can be read as such, and ``json`` JSON, and else a text."""

REACH = 64 * 1024
"""Bytes that are looked at: the headers of a mail may be long."""
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00PK\x03\x04")
WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
PAGES, DOCUMENTS = (".html", ".htm", ".xhtml", ".shtml"), (".xml", ".nitf", ".newsml")
MARKDOWN, MAILS = (".md", ".markdown", ".mdown"), (".eml",)

BLANK = "\ufeff \t\r\n\f"
SKIPPED = re.compile(r"(?:[ \t\r\n\f\ufeff]++|<!--(?:[^-]|-(?!->))*+-->|<\?(?!xml[\s?])[^>]*+>)*+")
ROOT = re.compile(
    r"(?:<\?xml[\s?][^>]*+>)?" + SKIPPED.pattern + r"(?:<!doctype[^>\[]*+(?:\[[^\]]*+\][^>]*+)?>)?" + SKIPPED.pattern,
    re.I,
)
ELEMENT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)(?=[\s/>])", re.ASCII)
IPTC = frozenset(("newsItem", "newsMessage", "packageItem", "conceptItem", "knowledgeItem", "nitf", "NewsML"))
PAGE = re.compile(r"(?:<!doctype\s{1,9}html|<html)(?=[\s>])", re.I)
BLOCKS = "p|div|h[1-6]|article|section|main|body|table|ul|ol|blockquote|pre|header|center|figure"
INLINE = frozenset("a b i u s em strong span font small big sup sub q cite code".split())
FRAGMENT = re.compile(rf"<(?P<name>{BLOCKS})(?:\s[^<>]*+)?>", re.I)
MARK = re.compile(r"<(?:[a-z/!])|&(?:[a-z]{2,8}|#\d{2,5});", re.I)
FIELD = re.compile(r"([!-9;-~]{1,76}):")
TELLING = frozenset("mime-version message-id received return-path dkim-signature content-type delivered-to".split())
LETTER = frozenset(("from", "date", "subject"))


def tell_kind(data: bytes, source: str) -> Kind:
    """What to read the bytes as. A text that merely begins like something else is a text.

    >>> [tell_kind(data, "x.txt") for data in (b"<p>Rapat</p>", b"<p> stands for", b"From: Oslo", b"{CORRECTED} Rapat")]
    ['html', 'text', 'text', 'json']
    """
    suffix = PurePosixPath(source).suffix.lower()
    if data.startswith(ZIP):
        return "zip"
    head = _decode_head(data)
    start = SKIPPED.match(head).end()  # type: ignore[union-attr]
    if head.startswith("<", start):
        kind = _tell_markup(head, start, suffix, data[-REACH:].rstrip())
        if kind:
            return kind
    if suffix in PAGES and MARK.search(head):
        return "html"
    if head.startswith(("{", "["), start) and not head.startswith("{\\rtf", start):
        return "json"
    lines = head if len(data) <= REACH else head[: head.rfind("\n") + 1]  # the last one may be cut
    if is_letter(lines.lstrip(BLANK), suffix in MAILS):
        return "mail"
    return "markdown" if suffix in MARKDOWN else "text"


def _decode_head(data: bytes) -> str:
    """The first characters, as far as markup goes: letters beyond ASCII do not matter."""
    encoding = next((name for mark, name in WIDE.items() if data.startswith(mark)), None)
    if encoding is None and b"\0" in data[:4]:
        encoding = "utf-16-be" if data.startswith(b"\0") else "utf-16-le"
    return data.removeprefix(codecs.BOM_UTF8)[:REACH].decode(encoding or "latin-1", "replace")


def _tell_markup(head: str, start: int, suffix: str, tail: bytes) -> Kind | None:
    has_declaration = re.compile(r"<\?xml[\s?]").match(head, start) is not None
    root = ROOT.match(head, start)
    element = ELEMENT.match(head, root.end() if root else start)
    if element and element[1] in IPTC:
        return "xml"
    if PAGE.match(head, start) or (element and element[1].lower() == "html") or is_fragment(head[start:]):
        return "html"
    if suffix in PAGES:
        return "html"
    if has_declaration or (element and suffix in DOCUMENTS):
        return "xml"
    is_closed = (
        element is not None and element[1].lower() not in INLINE and tail.endswith(f"/{element[0][1:]}>".encode())
    )
    return "markup" if is_closed else None


def is_fragment(text: str) -> bool:
    """Whether a text is a piece of HTML: it begins with a block, which ends, or another of its kind begins."""
    match = FRAGMENT.match(text.lstrip(BLANK))
    if match is None:
        return False
    rest = text.lower()
    name = match["name"].lower()
    return f"</{name}>" in rest or rest.count(f"<{name}>") > 1


def is_letter(head: str, is_named: bool) -> bool:
    """Whether a text begins with the header of a mail; ``is_named`` when its file's suffix says so."""
    names: set[str] = set()
    date = ""
    for number, line in enumerate(head.split("\n")):
        if not line.strip("\r"):
            break
        match = FIELD.match(line)
        if match:
            name = match[1].lower()
            names.add(name)
            date = line.partition(":")[2].strip()[:100] if name == "date" else date
        elif line[0] not in " \t" and not (number == 0 and line.startswith("From ")):
            return False
    if is_named:
        return bool(names & (TELLING | LETTER))
    return len(names & TELLING) > 1 or (names >= LETTER and _is_date(date))


def _is_date(text: str) -> bool:
    import email.utils  # few texts have the headers of a mail

    return email.utils.parsedate(text) is not None
