"""What became of the texts of a run. Contains no business logic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from kawat.report import Finding

if TYPE_CHECKING:
    from kawat.wire.learning import Lesson

SHOWN = 60
"""Characters of a learned paragraph that are shown."""

What = Literal["written", "rewritten", "unchanged", "conflict", "set aside"]


@dataclass(frozen=True)
class Outcome:
    """What became of one text."""

    what: What
    path: str = ""
    """The post's path below ``content/``; empty where there is none."""
    finding: Finding | None = None
    """Why it was set aside, or what stands against it."""
    notices: tuple[Finding, ...] = ()
    is_doubtful: bool = False
    """Whether a person should look at it: its language is told by a thin margin."""


@dataclass(frozen=True, order=True)
class Learned:
    """A paragraph with which many texts end, so that it is no part of their stories."""

    agency: str
    """Empty where the texts name none."""
    language: str
    begins: str
    texts: int

    @classmethod
    def of(cls, lesson: Lesson, texts: int) -> Learned:
        words = " ".join(lesson.paragraph.split())
        return cls(lesson.agency, lesson.language, f"{words[:SHOWN]}…" if len(words) > SHOWN else words, texts)

    def report(self) -> Finding:
        where = f"{self.agency or 'texts without an agency'} ({self.language})"
        wrong = f"{self.texts} texts end with {self.begins!r}; taken for boilerplate"
        return Finding(where, where, wrong, "each post has it below the story; an agency's file can describe it")


@dataclass
class Conversion:
    """What became of the texts; every text has one outcome, or is untouched."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    """By the text's source, in the order in which they were looked at."""
    untouched: int = 0
    """Texts that nothing has happened to since a post was made of them; they were not opened."""
    learned: Sequence[Learned] = ()
    """What was found newly in this run, or, where every text was read, what is known."""

    def note(self, source: str, outcome: Outcome) -> Outcome:
        """Keep what became of a text, and return it; of a second look only what that changed counts."""
        before = self.outcomes.get(source)
        if before and before.what in ("written", "rewritten") and outcome.what in ("rewritten", "unchanged"):
            outcome = replace(outcome, what=before.what, notices=outcome.notices or before.notices)
        self.outcomes[source] = outcome
        return outcome

    def _list_paths(self, *kinds: What) -> list[str]:
        return [outcome.path for outcome in self.outcomes.values() if outcome.what in kinds]

    def _list_findings(self, what: What) -> list[Finding]:
        return [one.finding for one in self.outcomes.values() if one.what == what and one.finding]

    @property
    def written(self) -> list[str]:
        return self._list_paths("written")

    @property
    def rewritten(self) -> list[str]:
        return self._list_paths("rewritten")

    @property
    def kept(self) -> list[str]:
        return self._list_paths("unchanged", "conflict")

    @property
    def set_aside(self) -> list[Finding]:
        return self._list_findings("set aside")

    @property
    def conflicts(self) -> list[Finding]:
        """Texts among ``kept`` that changed while an editor had changed the post."""
        return self._list_findings("conflict")

    @property
    def notices(self) -> list[Finding]:
        return [*(notice for outcome in self.outcomes.values() for notice in outcome.notices), *self._list_lessons()]

    def _list_lessons(self) -> list[Finding]:
        return [lesson.report() for lesson in self.learned]

    @property
    def doubtful(self) -> list[str]:
        """The sources of the texts that a person should look at."""
        return [source for source, outcome in self.outcomes.items() if outcome.is_doubtful]

    @property
    def unchanged(self) -> int:
        return self.untouched + len(self.kept)

    @property
    def read(self) -> int:
        return self.untouched + len(self.outcomes)

    @property
    def settled(self) -> int:
        """Texts of this run that a post holds."""
        return len(self._list_paths("written", "rewritten", "unchanged"))
