"""What the story's paragraphs are, where they are no plain paragraphs: subheads, items of lists, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kawat.wire.model import Kind, Part
from kawat.wire.sentences import ends_sentence, ends_sentences

LONGEST_SUBHEAD, MOST_WORDS = 90, 14
LEAST_SENTENCE = 80
ITEM = re.compile(
    r"^(?:[•·▪◦●○■□‣►➢✓✔◆◇※]\s?|[*–—-]\s|(?:--|——|––)\s?|\(?\d{1,2}[.)）]\s|\(?[a-zA-Z][.)）]\s|[①-⑳]|[一二三四五六七八九十]、)\S"
)
BULLET = re.compile(r"^[•▪◦●‣►➢✓✔]")
HEADING_MARKS = "◇◆■□●○▲▼▶►"
"""Marks that stand before items, or before a heading over them where no other line has the same."""
ROW = re.compile(r"\t|\s\|\s|\S {3,}\S")
FIELD = re.compile(r"^[^\W_][^:：.!?。！？]{0,39}(?:[:：]\s|：|(?<=[\u2e80-\uffdc]):)")
LONGEST_FIELD = 130


def assign_kinds(parts: Sequence[Part]) -> list[Part]:
    """Tell subheads, items and rows among the body's paragraphs."""
    named = list(parts)
    body = [index for index, part in enumerate(parts) if part.role == "body" and not part.kind]
    contents = [parts[index].content for index in body]
    has_marks = ends_sentences(contents)
    kinds = [_name_line(content, has_marks) for content in contents]
    for place, index in enumerate(body):
        kind = kinds[place]
        neighbours = (kinds[place - 1] if place else "", kinds[place + 1] if place + 1 < len(body) else "")
        is_inside = has_marks and 0 < place < len(body) - 1
        if kind == "item" and is_inside and _is_marked_heading(contents, place, neighbours):
            named[index] = replace(parts[index], kind="subhead", rule="a mark that no line beside it has")
        elif kind and (kind in neighbours or BULLET.match(contents[place])):
            named[index] = replace(parts[index], kind=kind, rule=f"shaped as {kind} of a list or table")
        elif is_inside and not kind and _is_subhead(contents, place, neighbours):
            named[index] = replace(parts[index], kind="subhead", rule="a short line between sentences")
    return named


def _name_line(content: str, has_marks: bool) -> Kind:
    if ITEM.match(content):
        return "item"
    if len(content) > 400 or ends_sentence(content):
        return ""
    is_field = has_marks and len(content) <= LONGEST_FIELD and FIELD.match(content) is not None
    return "row" if is_field or ROW.search(content) else ""


def _is_marked_heading(body: Sequence[str], place: int, neighbours: tuple[Kind, Kind]) -> bool:
    """Whether a line's mark stands before a heading: an item follows, with another mark, and none like it is near."""
    mark = body[place][0]
    beside = (body[place - 1][0], body[place + 1][0])
    return mark in HEADING_MARKS and mark not in beside and neighbours[1] == "item" and not ends_sentence(body[place])


def _is_subhead(body: Sequence[str], place: int, neighbours: tuple[Kind, Kind]) -> bool:
    """A short line with a sentence on one side at least, and on the other one too or a list."""
    content = body[place]
    if len(content) > LONGEST_SUBHEAD or len(content.split()) > MOST_WORDS or ends_sentence(content):
        return False
    if content[-1] in ":：,，;；" or ": " in content or "：" in content:
        return False
    if content[0] in '"“„«「『(（[【#@' or not content[0].isalnum() or content[0].islower():
        return False
    beside = (body[place - 1], body[place + 1])
    sentences = [ends_sentence(text) and len(text) >= LEAST_SENTENCE for text in beside]
    return any(sentences) and all(is_sentence or kind for is_sentence, kind in zip(sentences, neighbours, strict=True))
