"""Text that means only itself: cleaned, escaped into Markdown, cut into story and folds, rendered without a parser."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

REPLACEMENT = "\ufffd"
OVERRIDES = "\u202d\u202e"
OPENERS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
CONTROLS = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{NONCHARACTERS}]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
UNTIDY = re.compile(rf"{CONTROLS.pattern[:-1]}\t\r\x85\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What ``clean_text`` may change, and what ends a line beside a line feed; most texts hold none."""

# Characters before which python-markdown honours a backslash.
ESCAPABLE = re.escape("\\`*_{}[]()>#+-.!")
ESCAPE = re.compile(rf"\\([{ESCAPABLE}])")
ENTITY = re.compile(r"&(?=[A-Za-z][A-Za-z0-9]*;|#)")
NAMED = re.compile(r"&[A-Za-z][A-Za-z0-9]*;|&#(?:58|61|124|126);")
TOKEN = re.compile(rf"{ESCAPE.pattern}|{NAMED.pattern}")
NEUTRAL = "\ue000"
UNDERSCORE = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
LINE_START = re.compile(r"([#>]|[-+](?=[-+ ]|$)|[0-9]+(?=\.(?:\s|$)))")
MAY_BE_SYNTAX = b"`*<{\\&[]_"
MAY_START_SYNTAX = frozenset("#>=|-+0123456789:~")
HEADING = re.compile(r"(#{2,6}) (?=[^\s#])")
SYNTAX = re.compile(r"[`*<{\\]|&#|\]\s?\[|\[\^|!\[|^[\[#>=|]|^[-+](?=[-+ ]|$)|^[0-9]+\.(?=\s|$)|^:|^~|^\s|\n")

FOLDS = ("about", "contact", "notes")
"""The kinds of fold: who an article is about, whom to ask, and what else stands below it."""
OPENING = re.compile(rf":::[ \t]*({'|'.join(FOLDS)})[ \t]*")
CLOSING = re.compile(r":::[ \t]*")
FENCE = re.compile(r"(`{3,}|~{3,})[^\n]*")
COMMENT, COMMENT_END = "<!--", "-->"
VERBATIM = ("```", "~~~", COMMENT)


class Fold(NamedTuple):
    """A part of a post that is shown folded up, after the story."""

    kind: str
    body: str
    """Markdown."""


def clean_text(text: str) -> str:
    """The text without what breaks XML or turns reading order round.

    Controls and noncharacters become U+FFFD, overrides go, isolates and embeddings are closed;
    ZWJ, ZWNJ, LRM and RLM carry meaning and stay.
    """
    text = CONTROLS.sub(REPLACEMENT, text.replace("\t", " "))
    return _balance(text) if BIDI.search(text) else text


def _balance(text: str) -> str:
    kept: list[str] = []
    open_marks: list[str] = []
    for char in text:
        if char in OVERRIDES:
            continue
        if char in OPENERS:
            open_marks.append(OPENERS[char])
        elif char in OPENERS.values():
            if not open_marks or open_marks[-1] != char:
                continue
            open_marks.pop()
        kept.append(char)
    return "".join(kept) + "".join(reversed(open_marks))


def make_line(text: str) -> str:
    """The text on one line, as a header's value has to be; a line is what ``str.splitlines`` says."""
    return clean_text(" ".join(line.strip() for line in text.splitlines())).strip()


def escape_paragraph(text: str) -> str:
    """Markdown that renders as one paragraph holding exactly this one-line text.

    Only what could form syntax where it stands is escaped, so that an editor can read the post.

    >>> print(escape_paragraph("1. Januar: [a] *b* <c> x_y AT&T &amp;"))
    1\\. Januar: [a] \\*b\\* &lt;c> x_y AT&T &amp;amp;
    """
    text = text.strip()
    escaped = text.replace("\\", "\\\\").replace("`", "\\`").replace("*", "\\*").replace("{", "\\{")
    escaped = UNDERSCORE.sub(r"\\_", escaped)
    escaped = ENTITY.sub("&amp;", escaped).replace("<", "&lt;")
    brackets = r"\[" if re.search(r"\](?:\(|\s?\[)", escaped) else r"\[(?=\^)|(?<=!)\[|^\["
    escaped = re.sub(brackets, r"\\[", escaped)
    if match := LINE_START.match(escaped):
        return _escape_start(escaped, match)
    if escaped[:1] in (":", "~", "=", "|"):
        return f"&#{ord(escaped[0])};{escaped[1:]}"
    return escaped


def _escape_start(escaped: str, match: re.Match[str]) -> str:
    start = match[1]
    return f"{start}\\{escaped[match.end() :]}" if start.isdigit() else f"\\{escaped}"


def dump_subhead(text: str) -> str:
    """Markdown that renders as a subhead holding exactly this one-line text.

    >>> print(dump_subhead("Lebih cepat dengan C#"))
    ### Lebih cepat dengan C\\#
    """
    escaped = escape_paragraph(text)
    if escaped.endswith("#") and escaped != "\\#":  # it would be taken for a mark that closes the heading
        escaped = f"{escaped[:-1]}\\#"
    return f"### {escaped}"


def split_folds(body: str) -> tuple[str, tuple[Fold, ...]]:
    """A post's story, and its folds in their order, wherever they stand; a body without folds as it is.

    A fold goes from a line ``::: KIND`` to a line ``:::``. What is opened and not closed, or of no known kind, is the
    story's; so is what stands in a code block or a comment.

    >>> split_folds("Satu.\\n\\n::: contact\\n\\nHumas: Ani\\n\\n:::\\n")
    ('Satu.\\n', (Fold(kind='contact', body='Humas: Ani\\n'),))
    """
    if "\n:::" not in body and not body.startswith(":::"):
        return body, ()
    lines = body.split("\n")
    verbatim = _find_verbatim(lines) if any(mark in body for mark in VERBATIM) else ()
    story: list[str] = []
    folds: list[Fold] = []
    opened = rest = 0
    kind = ""
    for number, line in enumerate(lines):
        if not line.startswith(":::") or number in verbatim:
            continue
        if opening := OPENING.fullmatch(line):
            opened, kind = number, opening[1]
        elif kind and CLOSING.fullmatch(line):
            folds.append(Fold(kind, _join_lines(lines[opened + 1 : number])))
            story += [*lines[rest:opened], ""]
            rest, kind = number + 1, ""
    return (_join_lines([*story, *lines[rest:]]), tuple(folds)) if folds else (body, ())


def dump_fold(kind: str, paragraphs: Iterable[str]) -> str:
    """The Markdown of a fold from that of its paragraphs; ``split_folds`` gives it back.

    A post's body is the texts of its story and its folds, each with a line feed at its end, joined with another one.

    >>> print(dump_fold("contact", ["Humas: Ani", "+62 21 555 0134"]), end="")
    ::: contact
    <BLANKLINE>
    Humas: Ani
    <BLANKLINE>
    +62 21 555 0134
    <BLANKLINE>
    :::
    """
    return "\n\n".join((f"::: {kind}", *paragraphs, ":::\n"))


def _join_lines(lines: Sequence[str]) -> str:
    text = "\n".join(lines).strip("\n")
    return f"{text}\n" if text else ""


def _find_verbatim(lines: Sequence[str]) -> Collection[int]:
    """The numbers of the lines in code blocks and comments; what is not closed is none."""
    ends: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        bare = line.rstrip(" ")
        if (fence := FENCE.fullmatch(bare)) and fence[1] == bare:
            ends.setdefault(bare, []).append(number)
        if COMMENT_END in line:
            ends.setdefault(COMMENT_END, []).append(number)
    found: set[int] = set()
    number = 0
    while number < len(lines):
        fence = FENCE.fullmatch(lines[number])
        start = number + 1 if fence else number  # a comment may end where it begins
        closing = fence[1] if fence else COMMENT_END if lines[number].startswith(COMMENT) else ""
        closed = ends.get(closing, [])
        place = bisect_left(closed, start)
        if place < len(closed):
            found.update(range(number, closed[place] + 1))
            number = closed[place]
        number += 1
    return found


def is_tidy(text: str) -> bool:
    """Whether ``clean_text`` would leave the text as it is, and its lines end with line feeds."""
    # Nothing untidy is printable; most texts are but for these spaces, and that is quick to say.
    spaced = text.replace("\n", " ").replace("\xa0", " ").replace("\u3000", " ")
    return spaced.isprintable() or UNTIDY.search(text) is None


def render_simple(body: str) -> str | None:
    """The HTML of tidy paragraphs that hold no mark that could be Markdown's; None when one may.

    It looks for such marks in the whole body at once, which is many times quicker than ``render_plain``.

    >>> render_simple("Satu.\\n\\nDua > satu.\\n")
    '<p>Satu.</p>\\n<p>Dua &gt; satu.</p>'
    """
    data = body.encode("utf-8", "surrogatepass")
    if len(data.translate(None, MAY_BE_SYNTAX)) != len(data):
        return None
    paragraphs = [paragraph for part in body.split("\n\n") if (paragraph := part.strip("\n"))]
    if any("\n" in one or one[0] in MAY_START_SYNTAX or one != one.strip() for one in paragraphs):
        return None
    html = escape_html("\n".join(paragraphs)).replace("\n", "</p>\n<p>")
    return f"<p>{html}</p>" if paragraphs else ""


def render_plain(markdown: str) -> str | None:
    """The HTML of a paragraph or heading that holds no syntax beside; None when a parser has to look at it.

    >>> render_plain("Rp 1.000 \\\\*) &amp; <b>") is None, render_plain("5 > 3\\xa0€"), render_plain("### Hasil")
    (True, '<p>5 &gt; 3&nbsp;€</p>', '<h3>Hasil</h3>')
    """
    tag = "p"
    if heading := HEADING.match(markdown):
        tag, markdown = f"h{len(heading[1])}", markdown[heading.end() :]
    bare = NAMED.sub(NEUTRAL, ESCAPE.sub(NEUTRAL, markdown))
    if heading and (bare[-1] == "#" or bare[-1].isspace()):
        return None
    if SYNTAX.search(bare) or UNDERSCORE.search(bare) or ("](" in bare and "[" in bare):
        return None
    return f"<{tag}>{escape_html(TOKEN.sub(_read_token, markdown))}</{tag}>"


def _read_token(match: re.Match[str]) -> str:
    return match[1] or html.unescape(match[0])


def escape_html(text: str) -> str:
    """Text as HTML's own serialisation writes it between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")
