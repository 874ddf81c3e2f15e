"""What an editor should know of a text's characters, and which of them make it no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kawat.errors import WireError
from kawat.wire.encodings import is_usual

MOST_LOST, MOST_NOISE = 0.01, 0.3
"""The share of U+FFFD, and of controls and unassigned characters, from which a text is not worth reading."""
REMARKABLE = re.compile(
    "(?P<override>[\u202a-\u202e\u2066-\u2069])|(?P<lost>\ufffd)|(?P<noncharacter>[\ufdd0-\ufdef\ufffe\uffff])"
    "|(?P<control>[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f])"
)
KINDS = {
    "override": "a bidirectional control",
    "lost": "a character that was lost before it came here",
    "noncharacter": "a noncharacter",
    "control": "a control character",
}


def list_remarks(text: str, source: str) -> Iterator[str]:
    """A line for each kind of character that is kept, but should not be there; raises WireError where they prevail.

    >>> list(list_remarks("Head\\n\\nReads \\u202ebackwards", "a.txt"))
    ['line 3: a bidirectional control (U+202E)']
    """
    # Most texts hold nothing but what can be printed.
    is_clean = "".join(text.split()).isprintable()
    noise = 0 if is_clean else sum(count for char, count in Counter(text).items() if not is_usual(char))
    if noise > MOST_NOISE * len(text):
        wrong = f"{noise} of {len(text)} characters are controls or unassigned"
        raise WireError(f"{source}:1", wrong, "expected a text, in UTF-8")
    places: dict[str, list[tuple[int, str]]] = {}
    if REMARKABLE.search(text):
        for number, line in enumerate(text.splitlines(), start=1):
            for match in REMARKABLE.finditer(line):
                places.setdefault(match.lastgroup or "", []).append((number, match[0]))
    for kind, found in places.items():
        if kind == "lost" and len(found) > MOST_LOST * len(text):
            wrong = f"{len(found)} characters had been lost before it came here (U+FFFD)"
            raise WireError(f"{source}:{found[0][0]}", wrong, "expected the text as it was written; fetch it again")
        others = f", {len(found)} in all" if len(found) > 1 else ""
        yield f"line {found[0][0]}: {KINDS[kind]} (U+{ord(found[0][1]):04X}){others}"


def name_place(source: str, before: str) -> str:
    """Where it is in the source after this text, counted in lines as ``str.splitlines`` does."""
    return f"{source}:{len((before + '.').splitlines())}"
