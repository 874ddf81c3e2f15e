"""What comes out of a container, how much of it may, and what it is called. Contains no business logic."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from kawat.errors import WireError
from kawat.wire.model import Facts

LONGEST_NAME, LONGEST_SUFFIX = 80, 12
UNSAFE = frozenset('/\\:#?*"<>|')
JOINERS = "\u200c\u200d"
"""They carry meaning in names, as in texts."""


@dataclass(frozen=True)
class Limits:
    """How much a container may hold; all but ``members`` and ``ratio`` in bytes."""

    text: int = 2 * 1024 * 1024
    """Of one text, as plain text or with its markup."""
    members: int = 1000
    """Of an archive, of a mail, and of a file of several items."""
    unpacked: int = 64 * 1024 * 1024
    """Of everything in a file together, archives in archives included."""
    ratio: int = 200
    """How many times its packed size a member may be."""


@dataclass(frozen=True)
class Member:
    """One text of a container: a headline, a blank line, one paragraph a block; or a plain text as it came."""

    source: str
    """The file, and where it holds several texts, ``#`` and a name of the member's own."""
    data: bytes
    declared: str | None = None
    """The charset that the container states; ``utf-8`` where the text was taken out of markup."""
    facts: Facts = field(default_factory=Facts)
    warnings: tuple[str, ...] = ()
    """What an editor should know: an embargo, a damaged mail, what was left out."""


@dataclass
class Names:
    """Names of members within one container, each given once."""

    source: str
    given: set[str] = field(default_factory=set)

    def name_member(self, name: str) -> str:
        """The source of a member: one line without slashes, its suffixes as they were.

        >>> names = Names("box.zip")
        >>> names.name_member("../2026/rapat.de.txt"), names.name_member("2026-rapat.de.txt")
        ('box.zip#2026-rapat.de.txt', 'box.zip#2026-rapat~2.de.txt')
        """
        stem, suffixes = _split_name(_clean_name(name))
        unique, number = f"{stem}{suffixes}", 1
        while unique.casefold() in self.given:
            number += 1
            unique = f"{stem}~{number}{suffixes}"
        self.given.add(unique.casefold())
        return f"{self.source}#{unique}"

    def number_member(self, number: int) -> str:
        """The source of a member that has no name, with the file's own language tag and suffix.

        >>> Names("wire/desk.de.xml").number_member(2)
        'wire/desk.de.xml#0002.de.xml'
        """
        return f"{self.source}#{number:04}{_split_name(_clean_name(self.source))[1]}"


def _clean_name(name: str) -> str:
    chars = unicodedata.normalize("NFC", name[-4 * LONGEST_NAME :])
    return "".join(map(_clean_char, chars)).strip("-. ") or "member"


def _clean_char(char: str) -> str:
    if char in UNSAFE or unicodedata.category(char)[0] == "Z":
        return " " if char == " " else "-"
    return "" if unicodedata.category(char)[0] == "C" and char not in JOINERS else char


def _split_name(name: str) -> tuple[str, str]:
    """Stem and suffixes of a name, the stem cut to length; two suffixes at most, as in ``story.de.txt``."""
    suffixes = "".join(PurePosixPath(name).suffixes[-2:])
    if len(suffixes) > 2 * LONGEST_SUFFIX:
        suffixes = PurePosixPath(name).suffix[:LONGEST_SUFFIX]
    stem = name.removesuffix(suffixes)
    return stem[:LONGEST_NAME].strip("-. ") or "member", suffixes


def check_size(data: bytes, source: str, limit: int) -> None:
    """Raise WireError for more bytes than the limit."""
    if len(data) > limit:
        raise WireError(f"{source}:1", f"{len(data)} bytes long", f"expected at most {limit}")
