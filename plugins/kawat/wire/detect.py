"""The language of a text.

A declared tag wins; else the script decides, and what a script leaves open is settled by telling letters, by charset
or by py3langid with telling words, all of them facts of the languages' files. A language without a file is named by
py3langid's or CLDR's tag and never filed under a relative. The rules and their weights were measured on the 123
documents of NTREX-128 in 99 languages, whole and cut, with English after them and with Latin names in them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from babel.core import get_global

from kawat.languages import Language, Languages, load_known
from kawat.wire.characters import deciding_scripts, find_charset, find_letters, respell, tell_east_asian
from kawat.wire.likelihood import Likelihood, alias_of, find_labels, rank_paragraphs, weigh_likelihood
from kawat.wire.scripts import ALONE, EAST_ASIAN, Finding, Paragraph, elect_script, read_paragraphs

WORD_WEIGHT = 12.0
"""What a telling word adds to the log-probability."""
CLEAR_WORDS, CLEAR_RATIO, CLEAR_FACTOR = 4, 2, 5
"""From so many telling words, and so many for one of a relative's, on they weigh more: py3langid takes Serbian in
Latin letters for Bosnian."""
PUBLISHED_BONUS, KNOWN_BONUS = 4.0, 2.0
"""What a language of the site, and one that has facts, has beforehand: it counts in a headline, not in a text."""
LEAST_LETTERS = 20
LEAST_LEAD = 0.5
"""Log-probability; below it two languages cannot be told apart."""
THIN_MARGIN = 0.1
UNTOLD_MARGIN = 0.05
"""The most that near relatives are apart without a telling word: of headlines in Malay a third looks Indonesian."""


@dataclass(frozen=True)
class Verdict:
    """What language a text is in, and why."""

    tag: str | None
    """BCP 47; of a published language, else of a known one, else as py3langid or CLDR has it. None: undecidable."""
    margin: float
    """How far the first choice is ahead of what else it may be: 0 when both are as likely, 1 when nothing speaks for
    another or the tag was declared. The least of the steps' margins. From votes or characters it is the lead as a
    share; from log-probabilities tanh(lead / 2√bytes)."""
    evidence: str
    """One line in English."""
    is_thin: bool = False
    """Whether it belongs on a review list: undecidable, or the margin is below THIN_MARGIN."""


def find_declared(source: str, languages: Languages) -> Language | None:
    """The language that a file's name declares: ``story.zh-Hans.txt``.

    >>> from kawat.languages import load_languages
    >>> find_declared("wire/rapat.ZH-hans.txt", load_languages()).tag
    'zh-Hans'
    """
    suffixes = PurePosixPath(source).suffixes
    return languages.find(suffixes[-2][1:]) if len(suffixes) > 1 else None


def detect_language(paragraphs: Sequence[str], languages: Languages) -> Language | None:
    """The language of the paragraphs among those that are published, headline first; None when it is none of them."""
    tag = judge_language(paragraphs, languages).tag
    return languages.get(tag) if tag else None


def judge_language(paragraphs: Sequence[str], languages: Languages) -> Verdict:
    """The language of the paragraphs, headline first, with what it was told by; ``languages`` are the published ones.

    >>> from kawat.languages import load_languages
    >>> judge_language(["การประชุมคณะกรรมการบริษัท"], load_languages()).evidence
    'script Thai 100 %'
    """
    known = _join_known(languages)
    read = read_paragraphs(paragraphs)
    letters = sum(paragraph.letters.total() for paragraph in read) // 2
    if letters < LEAST_LETTERS:
        return _conclude([Finding(None, 0.0, f"too few letters: {letters}")])
    latin = [paragraph for paragraph in read if paragraph.script == "Latn"]
    elected = elect_script(read)
    if elected.is_minority:
        finding = _judge_script(latin, "Latn", languages, known)
        if finding.tag and not _is_common(finding.tag, known):
            return _conclude([Finding(None, elected.margin, _tell_share("Latn", latin, letters)), finding])
    own = [paragraph for paragraph in read if paragraph.script == elected.script]
    findings = [Finding(None, elected.margin, _tell_share(elected.script, own, letters))]
    script = elected.script
    if script in EAST_ASIAN:
        script, finding = tell_east_asian(own, known)
        findings = [Finding(None, elected.margin, _tell_share(script, own, letters)), finding]
    return _conclude([*findings, _judge_script(own, script, languages, known)])


def _tell_share(script: str, paragraphs: Sequence[Paragraph], letters: int) -> str:
    together = EAST_ASIAN if script in EAST_ASIAN else {script}
    share = sum(paragraph.letters[one] for paragraph in paragraphs for one in together) / 2 / letters
    return f"script {script} {100 * share:.0f} %"


def _conclude(findings: Sequence[Finding]) -> Verdict:
    """What the last step found, by the evidence and with the least margin of all."""
    tag = findings[-1].tag
    margin = min(finding.margin for finding in findings)
    evidence = ", ".join(finding.note for finding in findings if finding.note)
    return Verdict(tag, round(margin, 3), evidence, tag is None or margin < THIN_MARGIN)


@lru_cache(maxsize=8)
def _join_known(languages: Languages) -> Languages:
    """The published languages, and the others that have facts."""
    known = load_known()
    return Languages((*languages.values(), *(known[tag] for tag in known if tag not in languages)))


def _is_common(tag: str, known: Languages) -> bool:
    return tag in known and known[tag].yields_to is not None


def _judge_script(paragraphs: Sequence[Paragraph], script: str, languages: Languages, known: Languages) -> Finding:
    """The language among those that are written in a script."""
    candidates = [language for language in known.values() if script in deciding_scripts(language)]
    finding = find_letters(paragraphs, candidates) or find_charset(paragraphs, candidates)
    if finding:
        return finding
    is_alone = script in ALONE or script in EAST_ASIAN
    if is_alone and len(candidates) == 1:
        return Finding(candidates[0].tag, 1.0, "")
    if is_alone or not find_labels(script):
        likely = get_global("likely_subtags").get(f"und_{script}")
        return Finding(likely.split("_")[0] if likely else None, 1.0, "" if likely else "no language known in it")
    rankings = rank_paragraphs(respell(paragraphs, candidates), script)
    if not rankings:
        return Finding(None, 0.0, "no letters known in sequence")
    common = {one.locale.language: one.yields_to for one in known.values() if one.yields_to is not None}
    bonus = {one.locale.language: PUBLISHED_BONUS if one.tag in languages else KNOWN_BONUS for one in known.values()}
    favoured = {label: extra for label, extra in bonus.items() if label in rankings[0].scores}
    others = [language for language in known.values() if language not in candidates]
    return _judge_by_likelihood(weigh_likelihood(rankings, common, favoured), paragraphs, [*candidates, *others])


def _judge_by_likelihood(
    likelihood: Likelihood, paragraphs: Sequence[Paragraph], languages: Sequence[Language]
) -> Finding:
    """The likeliest language, or among near relatives the one that telling words speak for.

    Of two languages with one label (``sr`` and ``sr-Latn``) the first is taken.
    """
    scores, best = dict(likelihood.scores), next(iter(likelihood.scores))
    by_name = {alias_of(one.locale.language): one for one in reversed(languages)}
    by_label = {label: by_name[alias_of(label)] for label in scores if alias_of(label) in by_name}
    near = [label for label in likelihood.find_near() if label in by_label and by_label[label].words]
    words: dict[str, int] = {}
    if len(near) > 1 and best in near:
        found = _count_words(paragraphs)
        words = {label: sum(found[word] for word in by_label[label].words) for label in near}
        scores |= {label: scores[label] + _weigh_words(label, words) for label in near}
        best = max(near, key=scores.__getitem__)
    second = max((label for label in scores if label != best), key=scores.__getitem__, default=best)
    tags = {label: by_label[label].tag if label in by_label else label for label in (best, second)}
    relative = max((label for label in words if label != best), key=words.__getitem__, default=None)
    note = f"words {tags[best]} {words[best]}, {by_label[relative].tag} {words[relative]}, " if relative else ""
    lead = scores[best] - scores[second] if second != best else math.inf
    if lead < LEAST_LEAD:
        return Finding(None, 0.0, f"{note}{tags[best]} and {tags[second]} within {lead:.1f}")
    margin = min(likelihood.scale(lead), likelihood.common_margin)
    if relative and words[best] <= words[relative]:
        margin = min(margin, UNTOLD_MARGIN)
    agreeing = sum(ranking.first == best for ranking in likelihood.rankings)
    note = f"{agreeing} of {len(likelihood.rankings)} paragraphs, {note}next {tags[second]}, margin {margin:.2f}"
    return Finding(tags[best], margin, note)


def _weigh_words(label: str, words: Mapping[str, int]) -> float:
    """What telling words add; many, and few of any relative's, outweigh all else."""
    others = max(count for other, count in words.items() if other != label)
    is_clear = words[label] >= CLEAR_WORDS and words[label] >= CLEAR_RATIO * others
    return WORD_WEIGHT * words[label] * (CLEAR_FACTOR if is_clear else 1)


def _count_words(paragraphs: Sequence[Paragraph]) -> Counter[str]:
    return Counter(word for paragraph in paragraphs for word in re.findall(r"\w++", paragraph.text.lower()))
