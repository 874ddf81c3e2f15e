"""How likely py3langid finds a text in each of the languages that it knows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from babel.core import get_global

from kawat.wire.identifier import load_identifier
from kawat.wire.scripts import HEAD_FACTORS, Paragraph

MOST_RANKED, BUDGET, LEAST_CAP, MOST_CAP = 10, 1000, 100, 300
"""Paragraphs, and characters of a text and of a paragraph, that are looked at: they take a millisecond."""
NOTHING = -1e30
"""py3langid's score of a text in which it knows no sequence of letters is below."""
CLEAR_LEAD = 8.0
"""Log-probability from which on a paragraph speaks against the wires' common language; a row of names has less."""
NEAR = 0.35
"""Log-probability a byte: Malay is within 0.15 of Indonesian, Serbian 0.3 of Croatian, Portuguese 0.9 of Spanish."""
HEAD = 2
"""Paragraphs: the headline and the lead."""
LEAST_VOTES = 0.08
"""Share of the votes that makes a language a candidate: what lies between two mixed ones wins no paragraph."""


@dataclass(frozen=True)
class Ranking:
    """A paragraph's languages by log-probability."""

    paragraph: Paragraph
    size: int
    """Bytes looked at."""
    scores: Mapping[str, float]
    """By label, the likeliest first; only languages that are written in the text's script."""
    first: str


@dataclass(frozen=True)
class Likelihood:
    """What all paragraphs together say."""

    scores: Mapping[str, float]
    """Log-probability by label, the winner first."""
    rankings: tuple[Ranking, ...]
    """Those of the paragraphs that count."""
    common_margin: float
    """How far the share of the wires' common language is from the one that would change the answer, 0 to 1."""

    @property
    def size(self) -> int:
        return sum(ranking.size for ranking in self.rankings)

    def find_near(self) -> list[str]:
        """The winner and its near relatives, which have nearly as likely letters."""
        first = next(iter(self.scores.values()))
        return [label for label, score in self.scores.items() if first - score <= NEAR * self.size]

    def scale(self, lead: float) -> float:
        """A lead in log-probability as a margin, 0 to 1; it grows with the root of a text's length."""
        return math.tanh(lead / (2 * math.sqrt(self.size or 1)))


@lru_cache(maxsize=1024)
def alias_of(label: str) -> str:
    """The subtag that CLDR prefers: ``fil`` for ``tl``."""
    alias = get_global("language_aliases").get(label, label)
    return str(alias).split("_")[0]


@lru_cache(maxsize=1024)
def scripts_of(label: str) -> frozenset[str]:
    """The scripts that CLDR knows a language in; empty for what is no language.

    >>> sorted(scripts_of("sr")), sorted(scripts_of("zxx"))
    (['Cyrl', 'Latn'], [])
    """
    names = {label, alias_of(label)}
    likely: Mapping[str, str] = get_global("likely_subtags")
    return frozenset(full.split("_")[1] for key, full in likely.items() if key.split("_")[0] in names and "_" in full)


def rank_paragraphs(paragraphs: Sequence[Paragraph], script: str) -> list[Ranking]:
    """The languages of paragraphs from all over the text, among those that are written in the script.

    Empty when py3langid knows none of them, or nothing in the text.
    """
    sample = _sample(paragraphs)
    cap = min(MOST_CAP, max(LEAST_CAP, BUDGET // len(sample)))
    identifier, labels = load_identifier(), find_labels(script)
    rankings = []
    for paragraph in sample if labels else ():
        text = paragraph.text[:cap]
        scores = {label: score for label, score in identifier.rank(text) if label in labels}
        if scores[next(iter(scores))] > NOTHING:
            rankings.append(Ranking(paragraph, len(text.encode()), scores, next(iter(scores))))
    return rankings


def _sample(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The head and paragraphs from the whole length of a text."""
    if len(paragraphs) <= MOST_RANKED:
        return paragraphs
    head = len(HEAD_FACTORS)
    rest, wanted = len(paragraphs) - head, MOST_RANKED - head
    return [*paragraphs[:head], *(paragraphs[head + rest * number // wanted] for number in range(wanted))]


@lru_cache(maxsize=64)
def find_labels(script: str) -> frozenset[str]:
    """The languages that py3langid knows in a script."""
    return frozenset(label for label in load_identifier().labels if script in scripts_of(label))


def weigh_likelihood(
    rankings: Sequence[Ranking], common: Mapping[str, float], favoured: Mapping[str, float]
) -> Likelihood:
    """The sum over the paragraphs that count.

    ``common``: the label of the wires' common language, with the share from which others prevail over it.
    ``favoured``: what is added to a label's log-probability beforehand.
    """
    margin = 1.0
    for label, share in common.items():
        if label in rankings[0].scores:
            rankings, margin = _set_aside(rankings, label, share)
    votes: Counter[str] = Counter()
    for ranking in rankings:
        votes[ranking.first] += ranking.paragraph.votes
    least = max(1, LEAST_VOTES * votes.total())
    rivals = dict.fromkeys(label for ranking in rankings for label in islice(ranking.scores, 3))
    candidates = [label for label in rivals if votes[label] >= least or label in favoured]
    scores = {
        label: sum(ranking.scores[label] for ranking in rankings) + favoured.get(label, 0.0)
        for label in [*candidates, *rivals, *favoured]
    }
    best = max(candidates, key=lambda label: (scores[label], label))
    ordered = sorted(scores, key=lambda label: (label != best, -scores[label], label))
    ordered = [label for label in ordered if label in candidates or scores[label] <= scores[best]]
    return Likelihood({label: scores[label] for label in ordered}, tuple(rankings), margin)


def _set_aside(rankings: Sequence[Ranking], common: str, share: float) -> tuple[Sequence[Ranking], float]:
    """The paragraphs without those in the common language where others have their share, else without the others.

    Where the headline and the lead are in the common language, they count no more than others and that share is half:
    an English text may quote titles, and a translated one keep its English headline.
    """
    own = [ranking for ranking in rankings if ranking.first == common]
    others = [ranking for ranking in rankings if _leads(ranking, common)]
    if not own or not others:
        return rankings, 1.0
    is_headed = len(rankings) > HEAD and all(ranking.first == common for ranking in rankings[:HEAD])
    share = max(share, 0.5) if is_headed else share
    other_votes, own_votes = _count(others, is_headed), _count(own, is_headed)
    found = other_votes / (other_votes + own_votes)
    if found >= share:
        return others, (found - share) / (1 - share)
    return [ranking for ranking in rankings if ranking not in others], (share - found) / share


def _leads(ranking: Ranking, common: str) -> bool:
    return ranking.scores[ranking.first] - ranking.scores[common] >= CLEAR_LEAD


def _count(rankings: Iterable[Ranking], is_headed: bool) -> float:
    return sum(one.paragraph.votes / (one.paragraph.factor if is_headed else 1) for one in rankings)
