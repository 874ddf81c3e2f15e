"""HTML as a row of tags and text, cut as the HTML standard's tokenizer cuts it; in time linear in the text.

There is no tree: paragraphs need none, and trees of hostile pages take quadratic time (html5ever, which nh3 uses, takes
seconds for 20,000 nested elements).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

# Quotes count after an equals sign only. Possessive: no pattern goes back over what it took.
TAG = re.compile(
    r"<(?P<slash>/?)(?P<name>[A-Za-z][^\s/>]*+)"
    r"""(?P<rest>(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)*+)(?P<end>>?)"""
)
ATTRIBUTE = re.compile(r"""([^\s/=>"'][^\s/=>]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]*+)))?+""")
OPENING = re.compile("<(?=[A-Za-z/!?])")
MOST_ATTRIBUTES = 64
COMMENT_END = re.compile("--!?>")
LONG_REFERENCE = re.compile("&#[xX]?[0-9a-fA-F]{12,};?")
"""No character has such a number, and Python refuses to read it."""
RAW = frozenset("script style xmp iframe noembed noframes noscript".split())
"""Elements whose content holds no tags, and no entities either."""
ESCAPABLE = frozenset(("title", "textarea"))
FOREIGN = frozenset(("svg", "math"))
"""Elements that a final slash ends."""


class Tag(NamedTuple):
    """The start or the end of an element; ``rest`` is what stands after its name."""

    name: str
    """In small letters."""
    is_end: bool
    rest: str

    @property
    def attributes(self) -> dict[str, str]:
        """Names in small letters; of equal ones the first counts."""
        found: dict[str, str] = {}
        if not self.rest:
            return found
        for number, match in enumerate(ATTRIBUTE.finditer(self.rest)):
            if number >= MOST_ATTRIBUTES:
                break
            value = match[2] or match[3] or match[4] or ""
            found.setdefault(match[1].lower(), unescape(value))
        return found


def cut_tags(text: str) -> Iterator[Tag | str]:
    """Tags and the text between them, entities resolved; comments and declarations are left out."""
    position = 0
    while True:
        opening = OPENING.search(text, position)
        if opening is None:
            break
        start = opening.start()
        yield from _unescape(text[position:start])
        match = TAG.match(text, start)
        if match is None:
            position = _skip_declaration(text, start)
            continue
        if not match["end"]:
            return  # a tag that never ends is no text either
        tag = Tag(match["name"].lower(), bool(match["slash"]), match["rest"])
        position = match.end()
        yield tag
        if tag.is_end:
            continue
        if tag.name in RAW or tag.name in ESCAPABLE:
            end = _find_end(text, position, tag.name)
            yield from _unescape(text[position:end]) if tag.name in ESCAPABLE else iter((text[position:end],))
            position = end
        elif tag.name in FOREIGN and tag.rest.endswith("/"):
            yield Tag(tag.name, is_end=True, rest="")
    yield from _unescape(text[position:])


def unescape(text: str) -> str:
    """The text with its entities resolved, once."""
    if "&" not in text:
        return text
    return html.unescape(LONG_REFERENCE.sub("\ufffd", text) if "&#" in text else text)


def _unescape(text: str) -> Iterator[str]:
    if text:
        yield unescape(text)


def _skip_declaration(text: str, start: int) -> int:
    """Where a comment or a declaration ends, or what looks like one."""
    if text.startswith("<!--", start):
        if text.startswith((">", "->"), start + 4):
            return text.index(">", start + 4) + 1
        match = COMMENT_END.search(text, start + 4)
        return match.end() if match else len(text)
    end = text.find(">", start)
    return end + 1 if end >= 0 else len(text)


def _find_end(text: str, position: int, name: str) -> int:
    """Where the end of an element stands that holds no tags; the text's end where there is none."""
    match = re.compile(rf"</{name}(?=[\s/>])", re.I).search(text, position)
    return match.start() if match else len(text)
