"""Pathological text: whatever a wire sends is read in a time that grows with its length and no faster.

Processor time for a size and for four times that size are compared: four times as much where the time is linear,
sixteen times where it is quadratic. Only what looks too slow is measured again.
"""

from __future__ import annotations

import gc
import io
import json
import random
import re
import time
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from email.message import EmailMessage
from functools import partial

import pytest

from conftest import Project
from kawat.errors import WireError
from kawat.languages import load_languages
from kawat.paragraphs import (
    clean_text,
    dump_fold,
    dump_subhead,
    escape_paragraph,
    is_tidy,
    make_line,
    render_plain,
    render_simple,
    split_folds,
)
from kawat.press.body import isolate_contacts
from kawat.wire.charset import LARGEST, decode_wire, encode_wire
from kawat.wire.encodings import load_encodings
from kawat.wire.model import WireText
from kawat.wire.posts import decode_post, parse_post
from kawat.wire.reader import read_wire, read_wires
from texts import make_text

SMALL = 16_000
"""Bytes of a text; the other one has four times as many."""
BOUNDED = 10_000
"""The same where a quarter of them is in a paragraph: it stays below what some rules read at most."""
MOST_GROWTH = 9.0
ATTEMPTS = 4
SENTENCE = "The quay is 210 metres long and takes ships of up to 40,000 tonnes, the harbour master said. "
OPENING = "The harbour of Sandvik opens a second quay"
LANGUAGES = load_languages()
MONTHS = sorted({min(language.months, key=len) for language in LANGUAGES.values()})
AGENCIES = ("Reuters", "(AP) ", "新华社", "(Bentang Newswire) – ", "Bentang Newswire")
WORDS = ("about", "contact", "source", "legal", "legal_phrases", "copyright", "link", "keywords")


def measure(run: Callable[[int], object], size: int) -> float:
    gc.disable()
    start = time.process_time()
    run(size)
    took = time.process_time() - start
    gc.enable()
    return took


def find_growth(run: Callable[[int], object], size: int = SMALL) -> float:
    """How many times the time grows while the size grows fourfold; the least of some attempts."""
    run(200)  # tables and patterns are made once
    least = float("inf")
    for _ in range(ATTEMPTS):
        least = min(least, measure(run, 4 * size) / measure(run, size))
        if least < MOST_GROWTH:
            break
    return least


def fill(unit: str, size: int) -> str:
    """The unit again and again, up to a number of bytes."""
    return unit * max(1, size // len(unit.encode()))


def read(text: str, source: str = "x.en.txt") -> WireText:
    """Read it; nothing of it is lost, and nothing but a finding comes of it."""
    data = text.encode()
    wire = read_wire(data, source)
    assert wire.rebuild() == data or (wire.error and not wire.parts)
    return wire


def test_canary_grows() -> None:
    """A pattern that goes back over a text is found out."""
    assert find_growth(lambda size: re.search("a*b", "a" * (size // 16))) >= MOST_GROWTH
    assert find_growth(lambda size: re.findall("a", "a" * size)) < MOST_GROWTH


# -- texts

UNITS = [
    "a", "A", "aA", "Ab ", "a b ", "1", "1 ", "1.1.", "1,", "1/", "1:", "12-", "٣", "５", ".", ". ", "a. ",
    "A. ", "!", "…", "。", "、",
    " ", "\xa0", "\u3000", "\u200b", "\t", "a   ", ",", ", ", ":", ": ", ": : ", "：", ";", "/", "/ ", "|",
    "| ", "&", "-", "- ", "–", "– ", "—",
    "(", ")", "()", "((", "( ", "[", "[]", "【", "《", "<", "<<", "> ", "{", '"', "“", "«", "「", "'", "’ ", "`",
    "#", "# ", "#a", "#a ", "#a#", "*", "* ", "_", "~", "=", "\\", "![", "[^", "](", "<![", "<!--", "&amp;", "&#",
    "\u0301", "a\u0301", "ก็", "\u200d", "😀", "👨\u200d👩\u200d👧", "\u202e", "\u200f", "\u2067",
    "\u2066\u2069", "\u0640",
    "@", "a@", "a@a.", "a@a@", "a.", "www.", "www.a.", "http://", "https://a", "(https://bentang.example/) ",
    "+1 ", "555-", "+62 21 555 0134 ", "1-2 ", "(1) ", "©", "%20", "\ufffd", "é", "Ã±", "ﬃ", "İ", "中", "中 ",
    "あ", "가", "ก", "ا", "я",
    "一", "十", "年", "月", "日", "11月4日", "4 November 2026 - ", "Nov. 4, 2026 ", "2/3/2025 ", "12:30 ",
    "SANDVIK, ", "JAKARTA - ", "Jakarta ", "北京", "本报讯", "（记者", "電", "About ", "About Acme ",
    "About Acme: Acme ", "について",
    "Acme Inc. ", "Sectors: ", "SOURCE ", "Contact: ", "Media Contact ", "a: b ", SENTENCE,
    "\n", "\r\n", "\n\n", " \n", "a\n", "a\n\n", "\x85", "\u2028", "a\x0b", "• a\n", "1. a\n", "a\tb\n",
    "x" * 37 + " " + "y" * 36 + "\n",
    "press@acme.example\n", "SOURCE x\n", "Contact: Ani\n", "About Acme\n\n", "#a #b\n", "© 2026 Acme\n",
    "Sectors: x\n",
    SENTENCE + "\n\n", "Acme builds quays.\n\nAbout Acme\n\n", "::: about\n\n", ":::\n",
    *AGENCIES, *(f"{month} " for month in MONTHS),
]  # fmt: skip
NAMED = {f"{number}-{re.sub(r'[^A-Za-z0-9]+', '', unit)[:12]}": unit for number, unit in enumerate(UNITS)}


def make_whole(unit: str, size: int) -> str:
    return fill(unit, size)


def make_head(unit: str, size: int) -> str:
    """In headline, standfirst, dateline and the first paragraph."""
    run = fill(unit, size // 4)
    return (
        f"The harbour {run}\n\nDeck {run}\n\nSANDVIK, 4 November 2026 – ({run}) – {run}\n\n{SENTENCE}\n\n{SENTENCE}\n"
    )


def make_tail(unit: str, size: int) -> str:
    """In what follows a story."""
    run = fill(unit, size // 4)
    ends = (
        f"About {run} Acme says.", f"Contact: {run}",
        f"This text comes from a third party. Bentang Newswire (https://bentang.example/) {run}", f"Sectors: {run}",
    )  # fmt: skip
    return "\n\n".join((OPENING, f"(Bentang Newswire) – {SENTENCE}", SENTENCE, *ends))


@pytest.mark.parametrize("unit", NAMED.values(), ids=NAMED)
def test_reading_is_linear(unit: str) -> None:
    """Runs of anything, as a whole text, in its head and in its tail."""
    assert find_growth(lambda size: read(make_whole(unit, size), "x.txt")) < MOST_GROWTH
    assert find_growth(lambda size: read(make_head(unit, size)), BOUNDED) < MOST_GROWTH
    assert find_growth(lambda size: read(make_tail(unit, size)), BOUNDED) < MOST_GROWTH


@pytest.mark.parametrize("key", WORDS)
def test_words_of_languages_are_linear(key: str) -> None:
    """A heading, a label or a legal phrase, thousands of times: on one line, or each on its own."""
    for number, language in enumerate(LANGUAGES.values()):
        for word in sorted(language.wire.get(key, ()))[:1]:
            unit = word.replace("*", "Acme") + (" ", "\n\n", ". ")[number % 3]
            run = partial(read_tail, unit, f"x.{language.tag}.txt")
            assert find_growth(run, BOUNDED) < MOST_GROWTH, unit


def read_tail(unit: str, source: str, size: int) -> WireText:
    return read(make_tail(unit, size), source)


NESTED = {
    "round": ("(", ")"), "square": ("[", "]"), "quotes": ("“", "”"), "corner": ("「", "」"), "angle": ("<b>", "</b>"),
    "isolates": ("\u2067", "\u2069"), "links": ("[", "](x)"), "emphasis": ("*a ", "*"),
    "quoted": ("> ", ""), "braces": ("{", "}"),
}  # fmt: skip


@pytest.mark.parametrize(("opening", "closing"), NESTED.values(), ids=NESTED)
def test_nesting_is_linear(opening: str, closing: str) -> None:
    """Ten thousand brackets or quotes in one another."""

    def run(size: int) -> None:
        nested = opening * (size // 8) + "x" + closing * (size // 8)
        read(f"{OPENING}\n\n{nested}\n\n{SENTENCE}\n\n({nested}) – {SENTENCE}")
        escape_paragraph(make_line(nested))

    assert find_growth(run, 40_000) < MOST_GROWTH


# -- posts

STEPS: dict[str, Callable[[str], object]] = {
    "clean": clean_text,
    "line": make_line,
    "escape": lambda text: escape_paragraph(make_line(text)),
    "subhead": lambda text: dump_subhead(make_line(text)),
    "tidy": is_tidy,
    "simple": render_simple,
    "plain": lambda text: render_plain(escape_paragraph(make_line(text))) if text.strip() else None,
    "folds": lambda text: split_folds(dump_fold("about", [text] * 2)),
    "cut": split_folds,
    "contacts": isolate_contacts,
    "post": lambda text: parse_post(f"Title: {make_line(text)}x\nDate: 2026-11-04\n\n{text}\n", "a.md"),
}
MARKS = (
    *UNITS,
    "```\n",
    "~~~ a\n",
    "<!--\n",
    "-->\n",
    "::: contact\n",
    "::: notes\n:::\n",
    "````\n```\n",
    "0",
    "(1)",
    "&nbsp;",
    "- ",
)


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_writing_and_showing_are_linear(step: Callable[[str], object]) -> None:
    """Each step from a text to a post and to what is shown, with runs of anything."""
    slow = [unit for unit in MARKS if find_growth(lambda size: step(fill(unit, size)), 8_000) >= MOST_GROWTH]  # noqa: B023
    assert slow == []


# -- sizes


class Untouched(bytes):
    """Bytes that nobody may look at as a whole."""

    def decode(self, *arguments: object, **named: object) -> str:  # type: ignore[override]
        raise AssertionError("decoded")

    def splitlines(self, *arguments: object, **named: object) -> list[bytes]:  # type: ignore[override]
        raise AssertionError("split")

    def lower(self) -> bytes:
        raise AssertionError("copied")


@pytest.mark.parametrize(
    "line", [b"a", b"<p>", b"(", b"\x81\x40", "。".encode()], ids=["a", "p", "bracket", "sjis", "stop"]
)
def test_too_long_is_refused_unread(line: bytes) -> None:
    """Fifty megabytes in one line are refused for their number."""
    data = Untouched(line * (50_000_000 // len(line)))
    for wire in (read_wire(data, "x.txt"), *read_wires(data, "x.txt")):
        assert str(wire.error) == f"x.txt:1: {len(data)} bytes long; expected at most {LARGEST}"
        assert wire.parts == ()


LONGEST = {
    "one line": fill("The quay ", LARGEST - 1),
    "one word": OPENING + "\n\n" + fill("x", LARGEST - 1 - len(OPENING) - 2),
    "headline of 1 MB": make_text(headline=fill("The quay ", 1_000_000)),
    "blank lines": OPENING + "\n" * 100_000 + SENTENCE,
    "paragraphs": OPENING + "\n\nShips wait." * 100_000,
    "contacts": f"{OPENING}\n\n{SENTENCE}\n" + "\n".join(f"{number}@acme.example" for number in range(100_000)),
    "sources": f"{OPENING}\n\n{SENTENCE}\n" + "SOURCE x\n" * 50_000,
    "wrapped": f"{OPENING}\n\n" + fill(f"{'x' * 37} {'y' * 36}\n", 1_500_000),
    "full stops": "港が開く\n\n" + fill("。", 1_000_000),
}


@pytest.mark.parametrize("text", LONGEST.values(), ids=LONGEST)
def test_long_texts_are_read(text: str) -> None:
    """What is not too long is read, every character of it."""
    tag = "en" if text.isascii() else "ja"
    (wire,) = read_wires(text.encode(), f"x.{tag}.txt")
    assert wire.error is None
    assert "".join(part.text for part in wire.parts) == text
    assert wire.first("headline")


@pytest.mark.parametrize("text", LONGEST.values(), ids=LONGEST)
def test_long_texts_become_posts_or_findings(project: Project, text: str) -> None:
    """A post that conversion writes is one that the press can read; what is too long for one is set aside, once."""
    project.write_text("x.en.txt" if text.isascii() else "x.ja.txt", text)
    for _ in range(2):
        conversion = project.convert()
        posts = list(project.content.rglob("*.md"))
        assert len(posts) + len(conversion.set_aside) == 1
        assert all(parse_post(decode_post(path.read_bytes(), "x.md"), "x.md").title for path in posts)


# -- encodings

NOISE = random.Random(7).randbytes(LARGEST)
LETTERS = bytes(byte for byte in NOISE if byte >= 32 or byte == 10)[:400_000]


def decode(data: bytes) -> None:
    """Decode it, or say why not; and back to the same bytes."""
    try:
        decoded = decode_wire(data, "x.txt")
    except WireError:
        return
    assert encode_wire(decoded.text, decoded.encoding) == data


NOISES = {
    "noise": NOISE, "letters": LETTERS, "iso-2022": b"\x1b$B" * 99_999, "utf-7": b"+AAA-" * 99_999,
    "hz": b"~{!!~}" * 99_999, "utf-16": b"\xff\xfe" + NOISE,
}  # fmt: skip


@pytest.mark.parametrize("noise", NOISES.values(), ids=NOISES)
def test_decoding_noise_is_linear(noise: bytes) -> None:
    """Random bytes and endless escape sequences."""
    decode(noise)
    assert find_growth(lambda size: decode(noise[:size]), 60_000) < MOST_GROWTH


LINES = (
    "Größe, Füße, Straße: „Maß“ für Öl.\n",
    "Привет, мир: это новости.\n",
    "東京で新しい工場が開業した。\n",
    "北京今日开设新工厂。\n",
    "서울에 새 공장이 문을 열었다.\n",
    "افتتح المصنع الجديد في الرياض.\n",
    "โรงงานใหม่เปิดในกรุงเทพฯ\n",
    "Hà Nội mở nhà máy mới.\n",
    "Rapat\n",
)


def encode(name: str) -> bytes:
    """The first line that an encoding has the characters of."""
    for line in LINES:
        with suppress(UnicodeError):
            return line.encode(name)
    raise AssertionError(name)


@pytest.mark.parametrize("name", [*(one.name for one in load_encodings()), "utf-16-le", "utf-32-be"])
def test_decoding_is_linear_in_each_encoding(name: str) -> None:
    """A line that an encoding can hold, thousands of times."""
    line = encode(name)
    assert find_growth(lambda size: decode(line * (size // len(line))), 16_000) < MOST_GROWTH


# -- containers


def make_zip(size: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(size // 128):
            archive.writestr(f"{number}.en.txt", f"{OPENING}\n\n{SENTENCE}{number}\n")
    return file.getvalue()


def make_mail(size: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Date"], mail["Subject"] = "a@acme.example", "Wed, 4 Nov 2026 08:00:00 +0000", OPENING
    mail.set_content(SENTENCE * (size // 200))
    for number in range(size // 2000):
        mail.add_attachment(SENTENCE.encode(), maintype="text", subtype="plain", filename=f"{number}.en.txt")
    return bytes(mail)


def make_items(size: int) -> str:
    content = "<contentSet><inlineData>Satu</inlineData></contentSet>"
    item = f"<newsItem><contentMeta><headline>Rapat</headline></contentMeta>{content}</newsItem>"
    return f"<newsMessage>{item * (size // len(item))}</newsMessage>"


PARTED = "From: a@b.example\nContent-Type: multipart/mixed; boundary=a\n\n"
FOLDED = "a\n "
BOXES: dict[str, tuple[str, Callable[[int], str | bytes]]] = {
    "members": ("x.zip", make_zip),
    "mail": ("x.eml", make_mail),
    "items": ("x.xml", make_items),
    "headers": ("x.eml", lambda size: "From: a@b.example\nDate: x\n" + fill("X-A: a\n b\n", size // 2) + "\nRapat\n"),
    "subject": ("x.eml", lambda size: f"From: a@b.example\nSubject: {fill('=?utf-8?q?a?= ', size)}\n\nRapat\n"),
    "folded": ("x.eml", lambda size: f"From: a@b.example\nSubject: {fill(FOLDED, size)}b\n\nRapat\n"),
    "boundaries": ("x.eml", lambda size: PARTED + fill("--a\n\n", size // 16)),
    "matter": ("x.md", lambda size: f"---\ntitle: Rapat\n{fill('a: b' + chr(10), size)}---\n\nSatu\n"),
    "unclosed matter": ("x.md", lambda size: "---\ntitle: Rapat\n" + fill("- b\n", size)),
    "nested json": ("x.json", lambda size: "[" * (size // 2) + "]" * (size // 2)),
    "ninjs": ("x.json", lambda size: json.dumps({"uri": "x", "headline": "Rapat", "body_text": fill(SENTENCE, size)})),
    "front": ("x.html", lambda size: fill("<meta name=a content=b>", size) + "<p>Rapat"),
    "entity": ("x.html", lambda size: "<p>Rapat" + fill("&amp", size)),
    "attribute": ("x.html", lambda size: "<p " + fill("a=b ", size) + ">Rapat"),
    "open attribute": ("x.html", lambda size: '<p a="' + fill("<p>", size)),
    "comments": ("x.html", lambda size: "<p>Rapat" + fill("<!--", size)),
    "table": ("x.html", lambda size: "<p>Rapat" + fill("<table><tr><td>", size)),
    "cells": ("x.html", lambda size: "<p>Rapat<table><tr>" + fill("<td>a", size)),
}  # fmt: skip
TAGS = "p div b ul ol li table td h1 article main title pre sup script svg q blockquote time".split()
BOXES |= {f"deep {tag}": ("x.html", lambda size, tag=tag: f"<p>Rapat</p>{fill(f'<{tag}>', size)}a") for tag in TAGS}  # type: ignore[misc]
BOXES |= {
    f"closed {tag}": ("x.html", lambda size, tag=tag: f"<p>Rapat</p>{fill(f'<{tag}>a</{tag}>', size)}") for tag in TAGS
}  # type: ignore[misc]
BOXES |= {
    f"html {unit!r}": ("x.html", lambda size, unit=unit: "<h1>Rapat</h1><p>" + fill(unit, size))
    for unit in ("<", "</", "<a", "<!", "<?", "&", "&#", "a\n", "\n", " ", "]]>", '"')
}  # type: ignore[misc]


@pytest.mark.parametrize(("source", "make"), BOXES.values(), ids=BOXES)
def test_opening_is_linear(source: str, make: Callable[[int], str | bytes]) -> None:
    """Deep pages, full archives, long mails and what else may hold texts."""

    def run(size: int) -> Sequence[WireText]:
        made = make(size)
        found = read_wires(made if isinstance(made, bytes) else made.encode(), source)
        assert found
        return found

    assert find_growth(run) < MOST_GROWTH


def test_a_thousand_members_are_read() -> None:
    """An archive may hold a thousand texts; the next one is too many."""
    wires = read_wires(make_zip(1000 * 128), "x.zip")
    assert len(wires) == len({wire.source for wire in wires}) == 1000
    assert [wire.error for wire in wires if wire.error] == []
    assert "1001 members" in str(read_wires(make_zip(1001 * 128), "x.zip")[0].error)
