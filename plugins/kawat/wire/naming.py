"""Identities and names that a post gets once."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

from anyascii import anyascii

from kawat.languages import Languages
from kawat.wire.detect import find_declared
from kawat.wire.posts import STORY

LONGEST_ASCII = 60
LENGTHS = (8, 12, 16, 64)
"""Hex digits of an id: eight, and more where two texts share those."""


def make_slug(headline: str, identity: str) -> str:
    """``<ascii ≤ 60>-<id>``; the id alone when nothing can be transliterated.

    >>> make_slug("Rapat Tahunan: Rp 1.000", "1f2e3d4c"), make_slug("、。！", "1f2e3d4c")
    ('rapat-tahunan-rp-1-000-1f2e3d4c', '1f2e3d4c')
    """
    words = re.findall(r"[a-z0-9]+", anyascii(headline[:400]).lower().replace("'", ""))
    ascii_part = ""
    for word in words:
        longer = f"{ascii_part}-{word}" if ascii_part else word
        if len(longer) > LONGEST_ASCII:
            ascii_part = ascii_part or longer[:LONGEST_ASCII]
            break
        ascii_part = longer
    return f"{ascii_part}-{identity}" if ascii_part else identity


def name_story(source: str, languages: Languages) -> str:
    """The story that a text's file name tells: the name without its language and suffix.

    >>> from kawat.languages import load_languages
    >>> name_story("2026/rapat.ja.txt", load_languages())
    '2026-rapat'
    """
    path = PurePosixPath(source)
    stem = path.with_suffix("")
    if find_declared(source, languages):
        stem = stem.with_suffix("")
    name = str(stem).replace("/", "-").lower()
    return (
        name if STORY.fullmatch(name) else f"story-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:16]}"
    )
