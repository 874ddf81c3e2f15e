"""Mails: their text, their subject and date, and what is attached."""

from __future__ import annotations

import email.errors
import email.utils
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32, EmailPolicy

from kawat.errors import WireError
from kawat.wire.boxes.member import Limits
from kawat.wire.boxes.story import make_day, make_fact, make_tag
from kawat.wire.model import Facts

LONGEST_FIELD = 1000
"""Characters of a header's field that are read: the library takes quadratic time for what is longer."""
MOST_MULTIPARTS, MOST_LINES = 20, 1_000_000
DEEPEST = 3
"""Mails in mails."""
FAULTS = (
    email.errors.MessageError, RecursionError, LookupError, ValueError, TypeError, AttributeError, AssertionError,
)  # fmt: skip
"""What the standard library raises on malformed mails."""
ANSWER = re.compile(r"(?:\s{0,3}(?:re|fwd?|aw|wg|tr|rv|sv|vs)\s{0,2}(?:\[\d{1,3}\])?[:：]){1,9}\s{0,3}", re.I)
PASSED_OVER = ("image", "audio", "video", "font", "model")
TRAPPINGS = frozenset(
    "text/calendar text/css text/x-vcard text/vcard application/pgp-signature application/pgp-keys"
    " application/pkcs7-signature application/x-pkcs7-signature application/ms-tnef message/delivery-status"
    " message/disposition-notification text/rfc822-headers".split()
)


class _Policy(Compat32):
    """The policy that takes a field as it stands, cut to a length that is read in time.

    The default policy parses whole fields to tell a part's type, and gives a mail up where one is malformed.
    """

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_FIELD]


FIELDS = EmailPolicy()
"""Decodes what is written in a field."""


@dataclass(frozen=True)
class Leaf:
    """A part of a mail that holds bytes and no parts."""

    data: bytes
    declared: str | None
    is_html: bool
    name: str | None = None
    """As attached; None for what is shown as the mail."""


@dataclass
class Letter:
    """A mail: what it states, what it shows, what is attached, and the mails in it."""

    facts: Facts
    shown: list[Leaf] = field(default_factory=list)
    attached: list[Leaf] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    warnings: tuple[str, ...] = ()


def read_mail(data: bytes, source: str, limits: Limits) -> Letter:
    """A mail's parts; raises WireError where it cannot be read, or has too many."""
    _check_counts(data, source, limits)
    try:
        message = BytesParser(policy=_Policy()).parsebytes(data.removeprefix(BOM_UTF8).lstrip())
        letter = _read_letter(message, 0)
    except FAULTS as error:
        raise WireError(f"{source}:1", f"a damaged mail ({type(error).__name__})", "expected a mail") from error
    return letter


def _check_counts(data: bytes, source: str, limits: Limits) -> None:
    """Raise WireError for what the library would read in quadratic time, or make too many objects of."""
    counts = (
        (len(re.findall(rb"multipart", data, re.I)), MOST_MULTIPARTS, "multiparts"),
        (data.count(b"\n--") + data.count(b"\r--"), 4 * limits.members, "parts"),
        (data.count(b"\n") + data.count(b"\r"), MOST_LINES, "line ends"),
        (len(re.findall(rb"message/", data, re.I)), MOST_MULTIPARTS, "mails"),
    )
    for count, most, what in counts:
        if count > most:
            raise WireError(f"{source}:1", f"some {count} {what} in it", f"expected at most {most}")


def _read_letter(message: Message, depth: int) -> Letter:
    subject = make_fact(_read_field(message, "subject"))
    letter = Letter(
        Facts(
            headline=make_fact(ANSWER.sub("", subject, count=1) if subject and ANSWER.match(subject) else subject),
            language=make_tag(_read_field(message, "content-language").split(",")[0]),
            date=make_day(_read_field(message, "date")),
        )
    )
    _add_part(letter, message, depth)
    defects = sorted({type(one).__name__ for part in message.walk() for one in part.defects})
    if defects:
        letter.warnings = (f"the mail is damaged ({', '.join(defects)}); parts of it may be missing",)
    return letter


def _read_field(message: Message, name: str) -> str:
    """A field, decoded; empty when there is none."""
    value = next((value for key, value in message.raw_items() if key.lower() == name), "")
    return _decode_field(value, message.get_content_charset() or "utf-8")


def _decode_field(value: str, charset: str) -> str:
    """Encoded words as characters; bytes that should not be there as UTF-8, else in the text's charset."""
    raw = value.encode("utf-8", "surrogateescape")
    for name in ("utf-8", charset):
        try:
            value = raw.decode(name)
            break
        except (UnicodeError, LookupError):
            value = raw.decode("utf-8", "replace")
    if "=?" not in value:
        return value
    try:
        return str(FIELDS.header_factory("subject", " ".join(value.splitlines())))
    except FAULTS:
        return value


def _add_part(letter: Letter, part: Message, depth: int) -> None:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message) and depth < DEEPEST:
            letter.letters.append(_read_letter(inner[0], depth + 1))
    elif kind == "multipart/alternative":
        _add_best(letter, part, depth)
    elif part.is_multipart():
        for one in _list_parts(part):
            _add_part(letter, one, depth)
    elif kind not in TRAPPINGS and part.get_content_maintype() not in PASSED_OVER:
        leaf = _read_leaf(part, kind)
        (letter.attached if leaf.name is not None else letter.shown).append(leaf)


def _list_parts(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    yield from (one for one in (payload if isinstance(payload, list) else ()) if isinstance(one, Message))


def _add_best(letter: Letter, part: Message, depth: int) -> None:
    """Of alternatives, the plain text where it has something in it, else the first that has; all that is attached."""
    tried = [Letter(Facts()) for _ in _list_parts(part)]
    for one, alternative in zip(_list_parts(part), tried, strict=True):
        _add_part(alternative, one, depth)
        letter.attached += alternative.attached
        letter.letters += alternative.letters
    written = [one.shown for one in tried if any(leaf.data.strip() for leaf in one.shown)]
    plain = [shown for shown in written if not any(leaf.is_html for leaf in shown)]
    letter.shown += next(iter(plain or written), [])


def _read_leaf(part: Message, kind: str) -> Leaf:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    name = part.get_filename()
    name = name and _decode_field(name, "utf-8")
    if name is None and (part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text"):
        name = f"attachment.{part.get_content_subtype()}"
    if kind == "text/plain" and str(part.get_param("format", "")).lower() == "flowed":
        data = _join_flowed(data, str(part.get_param("delsp", "")).lower() == "yes")
    return Leaf(data, part.get_content_charset(), kind == "text/html", name)


def _join_flowed(data: bytes, has_extra_spaces: bool) -> bytes:
    """RFC 3676: a line that ends in a space goes on; a space before a line is stuffing; quoted lines stay apart.

    >>> _join_flowed(b"Rapat \\r\\ntahunan\\r\\n-- \\r\\n Ani\\r\\n", False)
    b'Rapat tahunan\\r\\n-- \\r\\nAni\\r\\n'
    """
    joined: list[bytes] = []
    for line in data.splitlines(keepends=True):
        content = line.rstrip(b"\r\n")
        stuffed = content.removeprefix(b" ")
        if not content.endswith(b" ") or stuffed == b"-- " or content.startswith(b">"):
            joined.append(stuffed + line[len(content) :])
        else:
            joined.append(stuffed[:-1] if has_extra_spaces else stuffed)
    return b"".join(joined)
