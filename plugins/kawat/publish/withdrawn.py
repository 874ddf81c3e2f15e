"""What hosts answer where a post was withdrawn: its tombstone, and that it is gone (410), where they can."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

ADDRESS = re.compile(r"(?:[\w.~-]+/)+", re.ASCII)
"""Addresses that mean the same in every host's file; conversion makes no others."""
REDIRECTS = "_redirects"


def dump_locations(base: str, addresses: Iterable[str]) -> bytes:
    """The end of the nginx file: a location for each address.

    >>> print(dump_locations("", ["id/2026/11/kapal-1a2b3c4d/"]).decode(), end="")
    location = /id/2026/11/kapal-1a2b3c4d/ {
        error_page 410 /id/2026/11/kapal-1a2b3c4d/index.html;
        return 410;
    }
    """
    lines = (
        f"location = {place} {{\n    error_page 410 {place}index.html;\n    return 410;\n}}\n"
        for place in _list_places(base, addresses)
    )
    return "".join(lines).encode()


def dump_redirects(base: str, addresses: Iterable[str]) -> bytes:
    """``_redirects`` as Netlify reads it; Cloudflare Pages passes over what it cannot answer, and shows the tombstone.

    >>> dump_redirects("/digest", ["id/2026/11/kapal-1a2b3c4d/"])
    b'/digest/id/2026/11/kapal-1a2b3c4d/ /digest/id/2026/11/kapal-1a2b3c4d/index.html 410!\\n'
    """
    return "".join(f"{place} {place}index.html 410!\n" for place in _list_places(base, addresses)).encode()


def _list_places(base: str, addresses: Iterable[str]) -> Iterator[str]:
    return (f"{base}/{address}" for address in addresses if ADDRESS.fullmatch(address))
