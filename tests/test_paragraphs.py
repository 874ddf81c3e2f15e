"""Text means only itself: escaped into Markdown, rendered with and without a parser."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import markdown
import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kawat.paragraphs import clean_text, escape_paragraph, is_tidy, make_line, render_plain, render_simple
from kawat.press.body import EXTENSIONS, render_body

SHARED_ATTACKS = Path(__file__).parent.parent.parent / "shared" / "attacks.jsonl"
PARSERS = [markdown.Markdown(extensions=list(names)) for names in ((), EXTENSIONS, ("extra", "sane_lists"))]
SYNTAX = st.text(alphabet="\\`*_{}[]()<>#+-.!&;:=~|^\"' \t1a\xa0\u3000é中ا/$%", max_size=24)
TEXT = st.one_of(st.text(max_size=60), SYNTAX)

OWN_ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[z](javascript:alert(1))",
    "[z]({attach}../../../../../etc/passwd)",
    "![x](https://evil.example/a.png)",
    "[1]: https://evil.example",
    "[^1]: a note that vanishes",
    "*[HTML]: an abbreviation",
    "1. Januar",
    "# 1",
    "#tag#",
    "-----",
    "===",
    "- item",
    "+ item",
    "> quote",
    ": definition",
    "~~~",
    "```",
    "    four spaces",
    "| a | b |",
    "*Scope 1 and _Scope 2_",
    "&lt;b&gt; &amp; &#106;avascript &copy AT&T",
    "{: .class #id onclick=x}",
    "<https://evil.example>",
    "https://a.example/x_y_z/*b*?c=[d]&lt=1.",
    "\u202emoc.live\u202c",
    "wzxhzdk:0 \x02 \x03",
    "[memberikan jaminan keamanan]… Tetapi",
    "[a] [b][c](d)",
    "\\*not\\* \\<",
    "<!--",
    "<![CDATA[",
]


def render(parser: markdown.Markdown, text: str) -> str:
    return nh3.clean(parser.reset().convert(text))


def is_only_text(rendered: str, text: str) -> bool:
    match = re.fullmatch(r"<p>([^<]*)</p>", rendered)
    return match is not None and html.unescape(match[1]) == text


@given(TEXT)
@settings(max_examples=500)
@example("&#1")
@example("a\x85b")
@example("]( [")
def test_escaped_text_renders_as_itself(text: str) -> None:
    """Render, strip the tags: the text, in one paragraph, whatever extensions are on."""
    line = make_line(text)
    if not line:
        return
    escaped = escape_paragraph(line)
    assert [parser for parser in PARSERS if not is_only_text(render(parser, escaped), line)] == []
    assert is_only_text(render_body(escaped, "a.md"), line)


@pytest.mark.parametrize("text", OWN_ATTACKS)
def test_attacks_are_text(text: str) -> None:
    """Nothing vanishes, nothing becomes a heading, a list, a link or HTML."""
    line = make_line(text)
    assert all(is_only_text(render(parser, escape_paragraph(line)), line) for parser in PARSERS)


def test_canary_fires() -> None:
    """Without escaping the attacks do become markup: the check above can fail."""
    assert not all(is_only_text(render(PARSERS[2], make_line(text)), make_line(text)) for text in OWN_ATTACKS)


if SHARED_ATTACKS.exists():  # the big list of payloads is at hand on some machines; it is not part of the project

    def test_payload_list_is_text() -> None:
        """Thousands of payloads are text too."""
        lines = [json.loads(line)["text"] for line in SHARED_ATTACKS.read_text(encoding="utf-8").splitlines()]
        texts = [make_line(text)[:2000].strip() for text in lines]
        assert len(texts) > 1000
        bad = [text for text in texts if text and not is_only_text(render_body(escape_paragraph(text), "a.md"), text)]
        assert bad == []


@given(TEXT)
@settings(max_examples=500)
def test_plain_path_agrees_with_the_parser(text: str) -> None:
    """Where a paragraph needs no parser, the parser would say the same."""
    line = make_line(text)
    plain = render_plain(line) if line else None
    if plain is not None:
        assert plain == render(PARSERS[1], line)


@given(st.lists(TEXT | st.text(alphabet="ab .>1-#:~|=\xa0\u3000\n\t\u2003é漢", max_size=12), max_size=5))
@settings(max_examples=1000)
@example(["a", "1. b"])
@example(["a > b\xa0c", "d"])
def test_simple_path_agrees_with_the_parser(paragraphs: list[str]) -> None:
    """Where a whole body needs no parser, the parser and the cleaner would say the same."""
    body = "\n\n".join(paragraphs) + "\n"
    simple = render_simple(body) if is_tidy(body) else None
    if simple is not None:
        assert simple == render(PARSERS[1], body)


def test_simple_path_is_taken() -> None:
    """Ordinary paragraphs in any script need no parser."""
    for text in ("Satu dua.", "北京：「…」", "Он сказал: «Да!»", "12 apples"[3:], "ثلاثة"):
        assert render_simple(f"{text}\n\n{text}\n") == f"<p>{text}</p>\n<p>{text}</p>"


@given(st.text(alphabet=st.characters(), max_size=40))
def test_tidy_text_is_clean(text: str) -> None:
    """A text that is called tidy is not changed by cleaning, and has no line ends but line feeds."""
    if is_tidy(text):
        assert clean_text(text) == text
        assert text.splitlines() == (text.removesuffix("\n").split("\n") if text else [])


@given(st.text(alphabet=st.characters(), max_size=40))
def test_clean_text_is_xml(text: str) -> None:
    """No control, noncharacter, surrogate or override is left, and cleaning again changes nothing."""
    cleaned = clean_text(text)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\u202d\u202e]", cleaned)
    assert clean_text(cleaned) == cleaned
    assert len(cleaned.encode()) >= 0


def test_meaningful_marks_stay() -> None:
    """ZWNJ, ZWJ and directional marks carry meaning; an isolate left open is closed."""
    assert clean_text("می\u200cخواهم \u200d\u200e\u200f") == "می\u200cخواهم \u200d\u200e\u200f"
    assert clean_text("\u2067a") == "\u2067a\u2069"
    assert clean_text("a\u2069b\u202ec") == "abc"


@given(st.text(max_size=40))
def test_a_line_is_one_line(text: str) -> None:
    """A header's value can never start a new line, whatever counts as a line break."""
    assert len(make_line(text).splitlines()) <= 1
