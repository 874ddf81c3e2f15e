"""A post as a file: a header of ``Key: value`` lines, a blank line, Markdown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time
from functools import lru_cache, partial

from kawat.errors import PostError
from kawat.paragraphs import clean_text, is_tidy

LARGEST = 1_000_000
"""Bytes."""
STATUSES = ("published", "draft", "withdrawn")
SLUG = re.compile(r"(?=.{3})[a-z0-9]+(?:-[a-z0-9]+)*")  # two digits are a day
LONGEST_SLUG = 140
IDENTITY = re.compile(r"[0-9a-f]{8,64}")
STORY = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?")
HEADER_LINE = re.compile(r"(?P<key>[A-Za-z][A-Za-z0-9_-]*):(?: (?P<value>.*)|)")

# Every key that a post may carry, in the order in which it is written, and the field that holds it.
FIELDS = {
    "Title": "title",
    "Date": "moment",
    "Modified": "modified",
    "Lang": "lang",
    "Slug": "slug",
    "Id": "id",
    "Story": "story",
    "Sectors": "sectors",
    "Agency": "agency",
    "Place": "place",
    "Summary": "summary",
    "Disclaimer": "disclaimer",
    "Source": "source",
    "Source-Sha256": "source_sha256",
    "Translation": "translation",
    "Status": "status",
    "Converted": "converted",
}
KEYS = {key.casefold(): key for key in FIELDS}


@dataclass(frozen=True, order=True)
class Moment:
    """A day, with the minute where it is known, in the site's time zone."""

    day: date
    minute: time | None = None

    def __str__(self) -> str:
        return f"{self.day} {self.minute:%H:%M}" if self.minute else str(self.day)


@dataclass(frozen=True)
class Post:
    """A post as its file says it; None where the file says nothing."""

    title: str
    body: str
    moment: Moment | None = None
    modified: Moment | None = None
    lang: str | None = None
    slug: str | None = None
    id: str | None = None
    """The first hex digits of the SHA-256 of the text as first received."""
    story: str | None = None
    sectors: tuple[str, ...] = ()
    """Sector ids; a label that no sector goes by stands as printed."""
    agency: str | None = None
    place: str | None = None
    summary: str | None = None
    disclaimer: str | None = None
    source: str | None = None
    source_sha256: str | None = None
    translation: str | None = None
    """``machine from id``, ``human from de``, ``machine``."""
    status: str = "published"
    converted: str | None = None
    """A hash over the rest of the file: it tells an untouched conversion from an editor's copy."""


def dump_post(post: Post) -> str:
    """The file's text; ``parse_post`` gives the same post back."""
    values = {key: _dump_value(getattr(post, field)) for key, field in FIELDS.items()}
    if post.status == "published":
        del values["Status"]
    header = "".join(f"{key}: {value}\n" for key, value in values.items() if value)
    return f"{header}\n{post.body}"


def _dump_value(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def seal_post(post: Post) -> Post:
    """The post with the hash that marks it as converted and not edited since."""
    return replace(post, converted=_hash_post(replace(post, converted=None)))


def is_pristine(post: Post, text: str) -> bool:
    """Whether a post's file is as the conversion wrote it."""
    return post.converted is not None and seal_post(post).converted == post.converted and dump_post(post) == text


def _hash_post(post: Post) -> str:
    return hashlib.sha256(dump_post(post).encode()).hexdigest()[:16]


def decode_post(data: bytes, where: str) -> str:
    """The file's text with LF line ends; raises PostError where it is none."""
    if len(data) > LARGEST:
        raise PostError(where, f"{len(data)} bytes long", f"expected at most {LARGEST}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PostError(f"{where}:{line}", f"byte 0x{data[error.start]:02x} is no UTF-8", "save it in UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_post(text: str, where: str) -> Post:
    """The post in a file's text; raises PostError with the line at fault."""
    header, _, body = text.partition("\n\n")
    is_clean = is_tidy(header)
    fields: dict[str, object] = {}
    for number, line in enumerate(header.lstrip("\n").split("\n"), start=1):
        # The common case without a pattern; what it does not know is looked at closely.
        name, colon, value = line.partition(": ")
        field = FIELDS.get(name) if colon and is_clean else None
        if field is None:
            name, value = _parse_line(line, f"{where}:{number}")
            field = FIELDS[name]
        if field in fields:
            raise PostError(f"{where}:{number}", f"a second {name}", "give each key once")
        value = value.strip()
        parse = PARSERS.get(name)
        fields[field] = (parse(value, f"{where}:{number}") if parse else value) if value else ABSENT.get(name)
    if not fields.get("title"):
        raise PostError(f"{where}:1", "no Title", "expected 'Title: …' in the header")
    return Post(body=body, **fields)  # type: ignore[arg-type]


ABSENT = {"Sectors": (), "Status": "published"}
"""What a key without a value says, where that is not None."""


def _parse_line(line: str, where: str) -> tuple[str, str]:
    match = HEADER_LINE.fullmatch(line)
    if match is None or len(line.splitlines()) > 1:
        raise PostError(
            where, f"{line[:40]!r} is no header line", "expected 'Key: value', then a blank line, then text"
        )
    key = KEYS.get(match["key"].casefold())
    if key is None:
        raise PostError(where, f"unknown key {match['key']!r}", f"expected one of {', '.join(FIELDS)}")
    return key, clean_text(match["value"] or "")


def _parse_sectors(value: str, where: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for part in value.split(",") if (label := part.strip())))


def _parse_status(value: str, where: str) -> str:
    if value.casefold() not in STATUSES:
        raise PostError(where, f"unknown Status {value!r}", f"expected one of {', '.join(STATUSES)}")
    return value.casefold()


def _make_name_parser(key: str, pattern: re.Pattern[str], example: str) -> Callable[[str, str], str]:
    def parse(value: str, where: str) -> str:
        if len(value) > LONGEST_SLUG or not pattern.fullmatch(value):
            raise PostError(where, f"{key} {value[:60]!r} is not allowed", f"expected a text such as {example!r}")
        return value

    return parse


def parse_moment(value: str, where: str, key: str = "Date") -> Moment:
    """The moment in ``YYYY-MM-DD`` or ``YYYY-MM-DD HH:MM``; raises PostError.

    >>> str(parse_moment("2026-11-04 09:30", "a.md"))
    '2026-11-04 09:30'
    """
    try:
        return _read_moment(value)
    except ValueError as error:
        raise PostError(where, f"{key} {value[:40]!r} is no date", "expected YYYY-MM-DD or YYYY-MM-DD HH:MM") from error


@lru_cache(maxsize=4096)
def _read_moment(value: str) -> Moment:
    match = MOMENT.fullmatch(value)
    if match is None:
        raise ValueError(value)
    return Moment(date.fromisoformat(match[1]), time.fromisoformat(match[2]) if match[2] else None)


PARSERS: dict[str, Callable[[str, str], object]] = {
    "Date": parse_moment,
    "Modified": partial(parse_moment, key="Modified"),
    "Sectors": _parse_sectors,
    "Status": _parse_status,
    "Slug": _make_name_parser("Slug", SLUG, "rapat-tahunan-1f2e3d4c"),
    "Id": _make_name_parser("Id", IDENTITY, "1f2e3d4c"),
    "Story": _make_name_parser("Story", STORY, "rapat-tahunan"),
}
