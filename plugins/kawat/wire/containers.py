"""Any file of a wire to its texts: a plain text is one; pages, mails, archives and the IPTC's formats hold some."""

from __future__ import annotations

from kawat.errors import WireError
from kawat.wire.boxes.member import Limits, Member, check_size
from kawat.wire.boxes.sniff import tell_kind

__all__ = ["Limits", "Member", "open_container"]

LIMITS = Limits()


def open_container(data: bytes, source: str, limits: Limits = LIMITS) -> list[Member | WireError]:
    """The texts in a file, in its order, and why others cannot be had; never empty, and nothing is raised.

    ``source`` names the file. A member's own source begins with it and is unique.

    >>> [(member.source, member.data) for member in open_container(b"Rapat", "x.id.txt")]
    [('x.id.txt', b'Rapat')]
    """
    if tell_kind(data, source) != "text":
        from kawat.wire.boxes.opener import Opener  # most files are plain texts, and what reads others is much

        return Opener(limits).open(data, source)
    try:
        check_size(data, source, limits.text)
    except WireError as error:
        return [error]
    return [Member(source, data, None)]
