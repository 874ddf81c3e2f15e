"""The reader's law: the parts rebuild the text, every line has one place, and what nobody sees changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.grammar import Draft, drafts, list_samples, mutations
from fuzz.law import list_breaches
from fuzz.seeds import list_seeds
from fuzz.targets import TARGETS
from fuzz.variants import list_differences
from kawat.languages import load_languages
from kawat.wire import read_wire, read_wires

SAMPLES = dict(list_samples())
NAMES = ("x.txt", "x.de.txt", "x.html", "x.json", "x.xml", "x.eml", "x.zip", "x", "")
LINES = (
    "The harbour of Sandvik has opened its second quay after three years of\nwork, and the harbour master said so.\n"
)
ISSUER = "The issuer is solely responsible for the content of this announcement."
HOSTILE = "Aa1.:,|#*_-–(（)） \xa0\u200b\u2028\x85\x0c\r\n\n\u202e\u2066Ж東กक\u093fا"
"""Characters of texts that are all edges: line breaks, marks of Markdown, controls, one letter a script."""


FOUND = {
    "lines beyond ASCII that are line breaks only": "\x85i",
    "nothing beyond ASCII but NBSP": "\xa0</p>\xa0\n\xa0<p>\xa0",
    "a headline of overrides": "\u202e\n\nA paragraph.",
    "a year of an era that is not over": "A headline\n\n令和189年12月3日 – The harbour opens.",
    "a year in Han figures long ago": "A headline\n\n一二三四年十一月二十日 – The harbour opens.",
    "digits of another script in a place": "A headline\n\nدبي، حي ٧ (CNN)-- The harbour opens.",
    "two lines of sectors": "A headline\n\nA paragraph.\n\nSectors: Energy\n\nSectors: Transport",
    "a dateline over its paragraph": "A headline\n\n" + "TORONTO, Nov. 4, 2026 (GLOBE NEWSWIRE) --\n" + 3 * LINES,
    "tags of letters with vowel signs": f"A headline\n\nA paragraph.\n\nHashtag: #เรือนไผ่ {ISSUER}",
    "a phrase broken where the text was wrapped": f"A headline\n\n{LINES}\n{LINES}{ISSUER.replace(' ', chr(10), 2)}",
    "a date broken where the text was wrapped": f"A headline\n\nTORONTO, Nov. 4,\n2026 (GLOBE NEWSWIRE) -- {LINES}",
}
"""What broke the law once."""


def bounded(examples: int) -> settings:
    """The same examples each time; new ones are ``make fuzz``'s."""
    return settings(
        max_examples=examples, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
    )


def name_of(draft: Draft) -> str:
    """A source that declares the draft's language, where the site speaks it."""
    return f"x.{draft.tag}.txt" if draft.tag in load_languages() else "x.txt"


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_keeps_the_law(name: str) -> None:
    data = SAMPLES[name].encode()
    assert list_breaches(read_wire(data, name), data) == []
    assert list_differences(data, name) == []


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_what_broke_the_law_once_keeps_it(text: str) -> None:
    for source in ("x.txt", "x.en.txt"):
        assert list_breaches(read_wire(text.encode(), source), text.encode()) == []
        assert list_differences(text.encode(), source) == []


@given(drafts())
@bounded(100)
def test_texts_like_a_wires_keep_the_law(draft: Draft) -> None:
    """In every known language, with notices, odd characters, lines wrapped and glued; under any name."""
    for source in ("x.txt", name_of(draft)):
        assert list_breaches(read_wire(draft.data, source), draft.data) == []


@given(mutations())
@bounded(80)
def test_damaged_samples_keep_the_law(draft: Draft) -> None:
    assert list_breaches(read_wire(draft.data, name_of(draft)), draft.data) == []


@given(drafts() | mutations())
@bounded(40)
def test_what_nobody_sees_changes_no_role(draft: Draft) -> None:
    """Blank lines, CRLF, a mark at the start, blanks around lines; a second reading; a language that is declared."""
    assert list_differences(draft.data, name_of(draft)) == []


@given(st.text(HOSTILE, max_size=120) | st.text(max_size=120))
@bounded(300)
def test_any_characters_keep_the_law(text: str) -> None:
    """With a declared language the text comes as far as a post."""
    data = text.encode("utf-8", "replace")
    assert list_breaches(read_wire(data, "x.de.txt"), data) == []


@given(st.binary(max_size=400), st.sampled_from(NAMES))
@bounded(150)
def test_any_bytes_give_texts_or_reasons(data: bytes, source: str) -> None:
    """Under any name, and never an exception."""
    assert list_breaches(read_wire(data, source), data) == []
    for wire in read_wires(data, source):
        assert list_breaches(wire, wire.rebuild()) == []


@pytest.mark.parametrize("target", TARGETS)
def test_fuzz_targets_hold_for_their_seeds(target: str) -> None:
    """What ``make fuzz`` begins with breaks nothing, so that what it finds is new."""
    seeds = list(list_seeds(target))
    assert len(seeds) >= 20
    for seed in seeds:
        TARGETS[target](seed)
