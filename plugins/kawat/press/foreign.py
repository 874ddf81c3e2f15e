"""Posts' files: their bytes, and those in formats that Pelican's readers know, such as reStructuredText."""

from __future__ import annotations

import errno
import html
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from stat import S_ISREG
from zoneinfo import ZoneInfo

from kawat.errors import PostError
from kawat.paragraphs import clean_text, make_line
from kawat.press.body import clean_html
from kawat.press.site import Site
from kawat.wire.posts import FIELDS, LARGEST, Post, parse_post

TAG = re.compile(r"<[^>]*>")
NAMES = {key.casefold().replace("-", "_"): key for key in FIELDS}
"""Pelican's readers give a header's names in small letters; docutils with lines below."""


def read_file(content: Path, name: str) -> bytes:
    """The bytes of a post's file; raises PostError for a link that leads out of ``content``, OSError."""
    path = f"{content}/{name}"
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        if not Path(path).resolve().is_relative_to(content.resolve()):
            wrong = "a link that leads out of the folder of posts"
            raise PostError(f"{name}:1", wrong, "put the post itself here") from error
        return Path(path).read_bytes()
    try:
        if not S_ISREG(os.fstat(file).st_mode):
            raise PostError(f"{name}:1", "no regular file", "put the post itself here")
        return _read_all(file)
    finally:
        os.close(file)


def _read_all(file: int) -> bytes:
    data = os.read(file, LARGEST + 1)
    while piece := os.read(file, LARGEST + 1):
        data += piece
    return data


def read_foreign(site: Site, name: str) -> Post:
    """The post in a file of another format, its body as safe HTML; raises PostError."""
    read = site.read_foreign
    if len(read_file(site.content, name)) > LARGEST:
        raise PostError(name, "too large", f"expected at most {LARGEST} bytes")
    found = read(site.content / name, name) if read else None
    if found is None:
        raise PostError(f"{name}:1", "not a Markdown post", "write posts as .md files")
    body, metadata = found
    header = "\n".join(f"{key}: {value}" for key, value in _list_fields(metadata, site.zone))
    return replace(parse_post(f"{header}\n\n", name), body=clean_html(clean_text(body)))


def _list_fields(metadata: Mapping[str, object], zone: ZoneInfo) -> list[tuple[str, str]]:
    """The fields that we know; what else a reader found, such as tags, means nothing here."""
    known = ((NAMES.get(name.casefold().replace("-", "_")), value) for name, value in metadata.items())
    return [(key, line) for key, value in known if key and (line := _make_line(value, zone))]


def _make_line(value: object, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        if value.tzinfo:
            return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
        return f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    if isinstance(value, list | tuple):
        return ", ".join(_make_line(one, zone) for one in value)
    return make_line(html.unescape(TAG.sub("", str(value))))
