"""What fuzzing begins with, made of the repository's texts each time: nothing of it is kept in git."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from fuzz.grammar import list_samples
from kawat.languages import load_known
from kawat.wire.agencies import load_agencies

ENCODINGS = tuple("utf-8-sig utf-16 utf-32 cp1252 cp1251 cp874 gb18030 big5 shift_jis euc_kr iso2022_jp".split())
MARKS = {
    "\n\n",
    "\r\n",
    "\u2028",
    "\x85",
    "\u202e",
    " - (",
    ") - ",
    " – ",
    "（",
    "）",
    "電 ",
    "令和",
    "::: about",
    "\n:::\n",
}
"""Words of libFuzzer's dictionary that no file has."""
LONGEST = 4096
"""Bytes of an input that is made; texts may be longer."""
SHORT = 12
"""Texts that are also put into containers and other encodings."""


def write_seeds(target: str, folder: Path) -> None:
    """Write a target's seeds into its corpus; what fuzzing found there before stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(list_seeds(target)):
        (folder / f"seed-{number:04}").write_bytes(data)


def list_seeds(target: str) -> Iterator[bytes]:
    """What one target begins with."""
    texts = [text for _, text in list_samples()]
    if target == "dateline":
        yield from (f"{one.line}Text".encode() for agency in load_agencies().all for one in agency.datelines)
    elif target == "escape":
        yield from (line.encode() for text in texts[:SHORT] for line in text.splitlines() if line)
        yield from (b"1. [a](b) *c* _d_ `e` &amp; <f> ::: about", b"    # a | b\\", b"~~~", b"![x][y]: http://z")
    elif target == "drafts":
        yield from (hashlib.shake_128(bytes([number])).digest(LONGEST) for number in range(2 * SHORT))
    elif target == "decode":
        yield from (text.encode() for text in texts[:SHORT])
        for encoding in ENCODINGS:
            yield from (text.encode(encoding, "ignore")[:800] for text in texts[::SHORT])
    else:
        yield from (text.encode() for text in texts)
    if target == "open":
        for text in texts[::SHORT]:
            yield from _pack(text)


def _pack(text: str) -> Iterator[bytes]:
    """A text in containers of several kinds."""
    title, *paragraphs = [line for line in text.splitlines() if line]
    body = "".join(f"<p>{line}</p>" for line in paragraphs)
    yield f"<html><title>{title}</title><body><h1>{title}</h1>{body}</body></html>".encode()
    head = f"<body.head><hedline><hl1>{title}</hl1></hedline></body.head>"
    yield f"<nitf><body>{head}<body.content>{body}</body.content></body></nitf>".encode()
    yield json.dumps({"uri": "x:1", "headline": title, "body_xhtml": body}).encode()
    yield f"---\ntitle: {title}\n---\n\n{text}".encode()
    mail = EmailMessage()
    mail["Subject"], mail["From"] = title, "press@sandvik.example"
    mail.set_content(text)
    mail.add_alternative(body, subtype="html")
    mail.add_attachment(text.encode(), maintype="text", subtype="plain", filename="x.de.txt")
    yield bytes(mail)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", text)
        packed.writestr("b/c.html", body)
    yield archive.getvalue()


def write_words(path: Path) -> None:
    """A dictionary in libFuzzer's form: what agencies and languages are told by, and the marks between fields."""
    words = {name for agency in load_agencies().all for name in (*agency.names, *agency.short, agency.host)}
    for language in load_known().values():
        words |= {word.strip("* ") for found in language.wire.values() for word in found} | set(language.months)
    words |= {
        "\n\n",
        "\r\n",
        "\u2028",
        "\x85",
        "\u202e",
        "\u2066",
        " - (",
        ") - ",
        " – ",
        "（",
        "）",
        "電 ",
        "令和",
        "::: about",
        "\n:::\n",
    }
    lines = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in sorted(words) if word)
    path.write_text("".join(f'"{line}"\n' for line in lines), "ascii")
