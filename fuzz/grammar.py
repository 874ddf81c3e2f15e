"""Texts in the manner of wires, for Hypothesis: put together from the words of the languages' and agencies' files.

``drafts()`` are texts of headline, decks, dateline, story and tail in any order that occurs and some that do not;
``mutations()`` are texts of ``wire/`` and ``tests/wires/`` with lines moved, doubled, dropped, glued.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date
from hypothesis import strategies as st

from kawat.languages import Language, load_known
from kawat.wire.agencies import load_agencies
from kawat.wire.gazetteer import FILE as PLACES

ROOT = Path(__file__).parent.parent
ODD = (
    "\xa0\u3000\u200b\u200c\u200d\u200e\u200f\u202e\u2066\u2069\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e\x1f\t\r\xad"
    "\ufeff\ufffd\ufdd0\x01*_`<>[](){}#|~=\\&:：-–—/／（）【】«»“”.。!?…©®½²٣๕一Ⅳ😀e\u0301İßﬁ"
)
SHAPES = (
    *("({agency}) - ", "（{agency}）－", "({agency}) -- ", "{agency} - ", "[{agency}] – ", "/{agency}/ -- "),
    *("{place}, {day} - ({agency}) - ", "{place}, {day} /{agency}/ -- ", "{place} - {day} - {agency} - "),
    *(
        "{place} ({agency}) - ",
        "{place} ({agency}) -- {day} -- ",
        "{place}, {day} ({agency}) — ",
        "{place}--({agency})--",
    ),
    *("{agency}, {place}, {day}", "{agency}{place}{day}電 ", "（{agency}{place}{day}電）", "({agency} {place} {day})"),
    *("{place} / {agency} / {day} / ", "{agency}, {place} - ", "{agency} | {day} | ", "{agency}: ", "【{agency}】"),
    *("{place}. ", "{place}: ", "{day}\n\n", "{place}, {day}\n\n", "({day}) ", "({place}, {day}) ", ""),
    *("{day} – ", "{place}, {day} – ", "{place} – "),
)
JOINTS = ("\n\n", "\n", "\r\n\r\n", "\n\n\n", "\n \xa0\n", "\u2028", "\n\n\n\n", "\r", "\x0c\n")


NAMES = ("Sandvik Harbour AS", "砂丘ロボティクス", "هاربور", "Гавань", "บริษัท ท่าเรือ")


@dataclass(frozen=True)
class Draft:
    """A text that was put together."""

    text: str
    tag: str
    """Of the language that its words are from."""
    story: tuple[str, ...] = ()
    """Its paragraphs that are nothing but the story's, in their order."""

    @property
    def data(self) -> bytes:
        return self.text.encode("utf-8", "replace")


@lru_cache(maxsize=1)
def list_samples() -> tuple[tuple[str, str], ...]:
    """The texts of the repository, each with its name; UTF-8."""
    paths = sorted([*(ROOT / "wire").glob("*.txt"), *(ROOT / "tests" / "wires").glob("*.txt")])
    return tuple((path.name, path.read_text("utf-8")) for path in paths)


@lru_cache(maxsize=64)
def list_sentences(tag: str) -> tuple[str, ...]:
    """Sentences in a language, from the texts or made of its telling words; never empty."""
    language = load_known()[tag]
    texts = [text for name, text in list_samples() if f".{tag}." in name]
    lines = [line.strip() for text in texts for line in text.splitlines()[3:-5] if len(line) > 60]
    found = [one for line in lines for one in re.findall(r"[^.!?。！？؟।]{20,300}[.!?。！？؟।]", line)]
    words = [*language.words, *language.months]
    made = [" ".join(words[start : start + 12]).capitalize() + "." for start in range(0, max(1, len(words)), 12)]
    return tuple(one.strip() for one in found or lines) or tuple(made)


@lru_cache(maxsize=1)
def list_places() -> tuple[str, ...]:
    """Every fiftieth place that the reader knows, and some that it does not."""
    names = PLACES.read_text("utf-8").split("\n\n", 1)[1].splitlines()[::50]
    return (
        *(name.removeprefix(", ").title() for name in names),
        "SANDVIK",
        "Sandvik",
        "ST. OLAF, Minn.",
        "RIO D'OURO/BAÍA",
        "砂丘市",
        "Ö",
        "The company",
    )


def days(language: Language) -> st.SearchStrategy[str]:
    """Days as a language writes them, and as others and nobody do."""
    return st.builds(
        lambda day, form: form(day),
        st.dates(date(1890, 1, 1), date(2210, 12, 31)),
        st.sampled_from(_list_forms(language)),
    )


def _list_forms(language: Language) -> list[Callable[[date], str]]:
    def in_cldr(form: str) -> Callable[[date], str]:
        return lambda day: format_date(day, form, locale=language.locale)

    return [
        *map(in_cldr, ("full", "long", "medium", "short", "d MMMM", "MMM d", "d/M/y")),
        lambda day: f"{day:%b. %d, %Y}",
        lambda day: f"{day:%d %B} {day.year + 543}",
        lambda day: f"{day:%d/%m/%Y}, {day:%H:%M} WIB",
        lambda day: day.isoformat(),
        lambda day: f"{day.month}月{day.day}日",
        lambda day: "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year)) + "年十一月二十日",
        lambda day: f"令和{day.year % 1000}年{day.month}月{day.day}日",
        lambda day: f"{day.day}.{day.month}.{day.year}".translate({48 + n: 0x660 + n for n in range(10)}),
    ]


def words_of(language: Language, key: str) -> st.SearchStrategy[str]:
    """A phrase from a language's file; from every language's where it has none."""
    found = language.wire.get(key) or [word for one in load_known().values() for word in one.wire.get(key, ())]
    return st.sampled_from(list(found))


def datelines(language: Language) -> st.SearchStrategy[str]:
    agencies = load_agencies().all
    names = [name for agency in agencies for name in (agency.name, *agency.aliases, *agency.short)]
    lines = [example.line for agency in agencies for example in agency.datelines]
    made = st.builds(
        lambda shape, place, day, agency: shape.format(place=place, day=day, agency=agency),
        st.sampled_from(SHAPES),
        st.sampled_from(list_places()) | st.sampled_from(list_places()).map(str.upper),
        days(language),
        st.sampled_from([*names, "Sandvik Newswire", "ots", "a", "Reporter Ann B. Cole"]),
    )
    return made | st.sampled_from(lines)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Texts with head, story and tail; a third of them with odd characters, some wrapped or glued."""
    language = draw(st.sampled_from(list(load_known().values())))
    sentences = st.sampled_from(list_sentences(language.tag))
    titles = sentences.map(lambda one: one.rstrip(".!?。！？؟।")[: 20 + len(one) % 200])
    story = draw(st.lists(st.lists(sentences, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=6))
    head = [draw(titles), *draw(st.lists(titles | sentences, max_size=2))]
    body = [draw(datelines(language)) + story[0], *story[1:]]
    for extra in draw(st.lists(titles.map(lambda one: one[:50]) | _items(sentences), max_size=2)):
        body.insert(draw(st.integers(1, len(body))), extra)
    tail = draw(st.lists(notices(language, sentences), max_size=5))
    blocks = [*head, *body, *(line for notice in tail for line in notice)]
    return Draft(draw(layouts(blocks)), language.tag, tuple(story[1:]))


def _items(sentences: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    marks = ("• ", "- ", "1. ", "a) ", "* ", "① ", "# ", "> ", "::: about", "|a | b|", "Q3   12.5   13.1")
    return st.builds(lambda mark, one: mark + one[:90], st.sampled_from(marks), sentences)


@st.composite
def notices(draw: st.DrawFn, language: Language, sentences: st.SearchStrategy[str]) -> list[str]:
    """The lines of one thing that stands below a story."""
    agency = draw(st.sampled_from([one for one in load_agencies().all if one.disclaimers] + [load_agencies().all[0]]))
    name = draw(
        st.sampled_from(("Sandvik Harbour AS", "砂丘ロボティクス", "هاربور", "Гавань", "บริษัท ท่าเรือ", agency.name))
    )
    colon = draw(st.sampled_from((":", "：", " : ", "")))
    words = {key: draw(words_of(language, key)) for key in ("about", "contact", "source", "legal", "legal_phrases")}
    more = {key: draw(words_of(language, key)) for key in ("copyright", "link", "keywords")}
    label = draw(st.sampled_from(list(language.sector_labels or ("Sectors",))))
    one, other = draw(sentences), draw(sentences)
    wording = draw(st.sampled_from([*agency.disclaimers.values(), f"{name} ({agency.url})."]))
    return draw(
        st.sampled_from(
            [
                [words["about"].replace("*", name) + colon, f"{name} {one}"],
                [f"{words['about'].replace('*', name)}{colon} {name} {one}"],
                [words["contact"] + colon, "Ann B. Cole", "press@sandvik.example", "+47 555 01 34"],
                [f"{words['contact']}{colon} Ann B. Cole, +47 555 01 34"],
                [f"{words['source']}{colon} {name}"],
                [words["legal"] + colon, one, other],
                [f"{one} {words['legal_phrases']} {other}"],
                [f"© 2026 {name}. {more['copyright']}"],
                [f"{more['link']} https://sandvik.example/a?b=c&d=e_f"],
                [f"{more['keywords']}{colon} #Sandvik #harbour"],
                [wording, f"{label}{colon} Top Story, Daily News", f"{agency.name} {one}"],
                [f"{label}: Top Story", f"{label}: Daily News, Energy"],
                [f"{one}{wording}"],
                ["###"],
                [f"{name}{colon} {one}"],
                [one],
            ]
        )
    )


@st.composite
def layouts(draw: st.DrawFn, blocks: Sequence[str]) -> str:
    """Paragraphs as a text: how they are parted, wrapped, glued, and what got in between."""
    joint = draw(st.sampled_from(JOINTS))
    width = draw(st.sampled_from((0, 0, 0, 60, 72, 80)))
    if width:
        blocks = ["\n".join(textwrap.wrap(block, width)) for block in blocks]
    text = joint.join(blocks)
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 3)))):
        place = draw(st.integers(0, len(text)))
        text = (
            text[:place]
            + draw(st.sampled_from(ODD)) * draw(st.integers(1, 3))
            + text[place + draw(st.integers(0, 2)) :]
        )
    return text + draw(st.sampled_from(("", "\n", "\n\n", "\r\n")))


@st.composite
def mutations(draw: st.DrawFn) -> Draft:
    """A text of the repository, changed at a few places."""
    name, text = draw(st.sampled_from(list_samples()))
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(lines) - 1))
        other = draw(st.integers(0, len(lines) - 1))
        change = draw(st.sampled_from(("drop", "double", "move", "glue", "cut", "odd", "case")))
        _change(lines, place, other, change, draw(st.sampled_from(ODD)), draw(st.integers(0, 80)))
        lines = lines or [""]
    return Draft("\n".join(lines), next((part for part in name.split(".")[1:-1]), "en"))


def _change(lines: list[str], place: int, other: int, change: str, odd: str, column: int) -> None:
    line = lines[place]
    if change == "drop":
        del lines[place]
    elif change == "double":
        lines.insert(other, line)
    elif change == "move":
        lines[place], lines[other] = lines[other], line
    elif change == "glue":
        lines[place] = line + lines[other]
    elif change == "cut":
        lines[place : place + 1] = [line[:column], line[column:]]
    elif change == "odd":
        lines[place] = line[:column] + odd + line[column:]
    else:
        lines[place] = line.upper()
