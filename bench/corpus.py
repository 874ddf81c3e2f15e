"""The corpus: invented stories, each told in every language of the site. The same for the same seed.

No post is kept: each is made anew from its story's number and its language, so that memory does not
grow with the corpus.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from pathlib import Path

from bench.texts import Sentences, invent_sentences, read_vocabulary
from kawat.desk.disclaimers import choose_disclaimer
from kawat.desk.sectors import load_sectors
from kawat.languages import Language, load_languages
from kawat.wire.agencies import Agencies, load_agencies

LAST_DAY = date(2025, 12, 3)
"""Fixed, and early in a month, so that a small corpus has two months too."""
STORIES_A_DAY = 20
SECTORS_A_STORY = 2
PARAGRAPHS, PARAGRAPH_LENGTH = 8, 220
ODD = 0x9E3779B1
"""Multiplication by an odd number does not give two posts the same id."""


@dataclass(frozen=True)
class Post:
    """A text of a story in one language, before any site generator's format."""

    story: str
    language: Language
    title: str
    slug: str
    id: str
    """8 hex digits."""
    moment: datetime
    filed: date
    """The day under which its file stands, whatever its date says later."""
    sectors: tuple[str, ...]
    agency: str
    disclaimer: str
    summary: str
    source: str
    paragraphs: tuple[str, ...]
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Corpus:
    """All stories, and what an editor does to some of them."""

    seed: int
    stories: int
    wire: Path

    @classmethod
    def of_size(cls, posts: int, seed: int, wire: Path) -> Corpus:
        """The corpus whose number of posts, a multiple of the languages', is nearest."""
        return cls(seed, max(1, round(posts / len(load_languages()))), wire)

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        return tuple(load_languages().values())

    @cached_property
    def sectors(self) -> tuple[str, ...]:
        """Ids, in the order of the table."""
        return tuple(sector.id for sector in load_sectors().all)

    @cached_property
    def agencies(self) -> Agencies:
        return load_agencies()

    @cached_property
    def _sentences(self) -> dict[str, Sentences]:
        return {
            language.tag: invent_sentences(
                read_vocabulary(self.wire, language), make_chance(self.seed, "words", language.tag)
            )
            for language in self.languages
        }

    def __len__(self) -> int:
        return self.stories * len(self.languages)

    def __iter__(self) -> Iterator[Post]:
        """All posts, the newest story first."""
        return (self.make_post(story, place) for story in range(self.stories) for place in range(len(self.languages)))

    def make_post(self, number: int, place: int) -> Post:
        """The text of a story, 0 being the newest, in the language at a place."""
        language, story = self.languages[place], f"story-{number + 1_000_000}"
        sectors, agency, stem, minute = _plan_story(self, number)
        chance = make_chance(self.seed, number, language.tag)
        sentences = self._sentences[language.tag]
        day = LAST_DAY - timedelta(days=number // STORIES_A_DAY)
        identity = f"{((number * len(self.languages) + place + self.seed) * ODD) % 2**32:08x}"
        source = f"{story}.{language.tag}.txt"
        return Post(
            story=story,
            language=language,
            title=chance.choice(sentences.headlines),
            slug=f"{stem}-{identity}",
            id=identity,
            moment=datetime.combine(day, minute),
            filed=day,
            sectors=sectors,
            agency=agency,
            disclaimer=_choose_disclaimer(agency, source, language, self.agencies),
            summary=chance.choice(sentences.all),
            source=source,
            paragraphs=tuple(sentences.write_paragraph(chance, PARAGRAPH_LENGTH) for _ in range(PARAGRAPHS)),
        )

    def write_paragraph(self, chance: random.Random, language: Language) -> str:
        """A paragraph in a language."""
        return self._sentences[language.tag].write_paragraph(chance, PARAGRAPH_LENGTH)

    # -- what an editor does, each turn to another post

    def add(self, turn: int) -> Post:
        """A post of a new story of the newest day, in one language."""
        post = self.make_post(self.stories + turn, self._find_place(turn))
        moment = datetime.combine(LAST_DAY, time(23, turn % 60))
        return replace(post, moment=moment, filed=LAST_DAY)

    def edit(self, turn: int) -> Post:
        """A recent post with another title and another first paragraph."""
        post = self._find_recent(turn, 0)
        other = self.make_post(self.stories + 1000 + turn, self._find_place(turn))
        return replace(post, title=other.title, paragraphs=(other.paragraphs[0], *post.paragraphs[1:]))

    def withdraw(self, turn: int) -> Post:
        return replace(self._find_recent(turn, 1), is_withdrawn=True)

    def move(self, turn: int) -> Post:
        """A recent post with another first sector, dated a day earlier."""
        post = self._find_recent(turn, 2)
        other = next(one for one in self.sectors if one not in post.sectors)
        return replace(post, sectors=(other, *post.sectors[1:]), moment=post.moment - timedelta(days=1))

    def _find_recent(self, turn: int, lane: int) -> Post:
        """One of the newest posts; lanes, of which there are three, never meet."""
        return self.make_post((3 * turn + lane) % self.stories, self._find_place(turn))

    def _find_place(self, turn: int) -> int:
        return turn % len(self.languages)


def make_chance(*key: object) -> random.Random:
    """A source of chance that is the same for the same key, on every machine."""
    return random.Random("/".join(map(str, key)))  # noqa: S311 - invented texts are no secret


@lru_cache(maxsize=64)
def _plan_story(corpus: Corpus, number: int) -> tuple[tuple[str, ...], str, str, time]:
    """What a story's versions share: sectors, agency, the slug's words, the minute."""
    chance = make_chance(corpus.seed, number)
    sectors = tuple(sorted(chance.sample(corpus.sectors, SECTORS_A_STORY), key=corpus.sectors.index))
    words = re.findall("[a-z]+", " ".join(chance.sample(corpus.sectors, 4)))
    minute = time(8 + number % STORIES_A_DAY // 2, chance.randrange(60))
    return sectors, chance.choice(corpus.agencies.all).name, "-".join(words), minute


@lru_cache(maxsize=256)
def _choose_disclaimer(agency: str, source: str, language: Language, agencies: Agencies) -> str:
    return choose_disclaimer(source, None, agency, source, language, agencies) or ""
