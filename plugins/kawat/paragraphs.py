"""Text that means only itself: cleaned, escaped into Markdown, rendered without a parser."""

from __future__ import annotations

import html
import re

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
SYNTAX = re.compile(r"[`*<{\\]|&#|\]\(|\]\s?\[|\[\^|!\[|^[\[#>=|]|^[-+](?=[-+ ]|$)|^[0-9]+\.(?=\s|$)|^:|^~|^\s|\n")


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
    if re.search(r"\](?:\(|\s?\[)", escaped):
        escaped = escaped.replace("[", "\\[")
    escaped = re.sub(r"(?<!\\)\[(?=\^)|(?<=!)\[|^\[", r"\\[", escaped)
    if match := LINE_START.match(escaped):
        return _escape_start(escaped, match)
    if escaped[:1] in (":", "~", "=", "|"):
        return f"&#{ord(escaped[0])};{escaped[1:]}"
    return escaped


def _escape_start(escaped: str, match: re.Match[str]) -> str:
    start = match[1]
    return f"{start}\\{escaped[match.end() :]}" if start.isdigit() else f"\\{escaped}"


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
    """The HTML of a paragraph that holds no syntax; None when a parser has to look at it.

    >>> render_plain("Rp 1.000 \\\\*) &amp; <b>") is None, render_plain("5 > 3\\xa0€")
    (True, '<p>5 &gt; 3&nbsp;€</p>')
    """
    bare = NAMED.sub(NEUTRAL, ESCAPE.sub(NEUTRAL, markdown))
    if SYNTAX.search(bare) or UNDERSCORE.search(bare):
        return None
    return f"<p>{escape_html(TOKEN.sub(_read_token, markdown))}</p>"


def _read_token(match: re.Match[str]) -> str:
    return match[1] or html.unescape(match[0])


def escape_html(text: str) -> str:
    """Text as HTML's own serialisation writes it between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")
