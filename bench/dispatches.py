"""The corpus as wire texts: agencies with and without a file, short and long, in several encodings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.corpus import Corpus, Post, make_chance

PLACES = ("JAKARTA", "OSLO", "NAIROBI", "LIMA", "OSAKA")
UNKNOWN = ("Pelita Kawat", "Kabel Laut", "Nordlys Wire")
"""Invented agencies without a file; each ends its texts with a paragraph of its own."""
SHORTEST, LONGEST = 3, 24
"""Paragraphs."""
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16")
DECLARED = 0.5
"""Share of the texts whose file's name says the language."""


@dataclass(frozen=True)
class Dispatch:
    """One wire text."""

    name: str
    data: bytes


def invent_dispatches(corpus: Corpus, count: int, first: int = 0) -> Iterator[Dispatch]:
    """So many texts, from one number on; the same for the same seed, and one at a time."""
    return (_invent(corpus, number) for number in range(first, first + count))


def _invent(corpus: Corpus, number: int) -> Dispatch:
    chance = make_chance(corpus.seed, "dispatch", number)
    story, place = divmod(number, len(corpus.languages))
    post = corpus.make_post(story, place)
    agency = chance.choice(UNKNOWN) if chance.random() < 1 / 3 else post.agency
    length = chance.randint(SHORTEST, LONGEST)
    more = (corpus.make_post(story + 1_000_000 * turn, place).paragraphs for turn in range(1, 3))
    paragraphs = [*post.paragraphs, *(paragraph for some in more for paragraph in some)][:length]
    text = "\n\n".join(
        (post.title, f"{_make_dateline(post, chance.choice(PLACES), agency)}{post.summary}", *paragraphs)
    )
    ends = [_end(corpus, post, agency)] if agency in UNKNOWN else [post.disclaimer, _list_sectors(post)]
    suffix = f".{post.language.tag}" if chance.random() < DECLARED else ""
    data = _encode("\n\n".join((text, *filter(None, ends))) + "\n", chance.choice(ENCODINGS), post.language.charset)
    return Dispatch(f"{post.moment:%Y-%m}/{number:07}{suffix}.txt", data)


def _make_dateline(post: Post, place: str, agency: str) -> str:
    return f"{place}, {post.language.format_day(post.moment.date())} – ({agency}) – "


def _end(corpus: Corpus, post: Post, agency: str) -> str:
    """What an agency without a file prints below each text in a language."""
    chance = make_chance(corpus.seed, agency, post.language.tag)
    return f"{agency}: {corpus.write_paragraph(chance, post.language)}"


def _list_sectors(post: Post) -> str:
    labels = [post.language.sectors.get(sector, sector) for sector in post.sectors]
    return f"{post.language.sector_labels[0]}: {', '.join(labels)}" if post.language.sector_labels else ""


def _encode(text: str, encoding: str, national: str | None) -> bytes:
    """The bytes; in a national charset in the place of UTF-16 where the language has one that holds the text."""
    if encoding == "utf-16" and national:
        try:
            return text.encode(national)
        except UnicodeEncodeError:
            pass
    return text.encode(encoding)
