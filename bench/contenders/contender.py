"""A contender: a site generator with a project of its own to build."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from bench.corpus import Corpus
from bench.formats import Format
from bench.measure import Command, take_snapshot
from bench.project import REPOSITORY
from bench.workshop import put_aside

OTHER = "other"

CASES = {
    "clean": "a build from nothing: no output, no caches",
    "unchanged": "a build after which nothing had changed",
    "added": "a post of a new story was added",
    "edited": "a post has another title and first paragraph",
    "withdrawn": "a post was taken off the site",
    "moved": "a post went to another sector and day",
    "theme": "the theme's frame of every page changed",
}


@dataclass(frozen=True)
class Pages:
    """The pages of one kind."""

    count: int
    size: int
    """Bytes, all together."""


class Contender(ABC):
    """A project in a folder that nobody else uses."""

    name: ClassVar[str]
    format: ClassVar[Format]
    cases: ClassVar[tuple[str, ...]] = tuple(CASES)
    """What it takes part in."""
    output: ClassVar[str] = "output"
    caches: ClassVar[tuple[str, ...]] = ()
    kinds: ClassVar[Mapping[str, str]]
    """Kinds of page to a pattern of their paths below the output; the first that fits counts."""

    def __init__(self, folder: Path, corpus: Corpus, checkout: Path = REPOSITORY) -> None:
        self.folder = folder
        self.corpus = corpus
        self.checkout = checkout
        """Whose code, theme and settings are used."""

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @abstractmethod
    def describe(self) -> str:
        """The program and its version; raises UsageError when it is not installed."""

    @abstractmethod
    def prepare_project(self) -> None:
        """Write settings and theme."""

    @abstractmethod
    def make_command(self, removes: bool = False) -> Command:
        """The command of a build; ``removes`` when pages of the last one have to go."""

    @abstractmethod
    def change_theme(self, turn: int) -> None:
        """Change what is round the content of every page."""

    def prepare(self) -> None:
        """Write the project with all posts of the corpus."""
        self.content.mkdir(parents=True, exist_ok=True)
        self.prepare_project()
        self.format.write_all(self.corpus, self.content)

    def wipe(self, turn: int) -> None:
        """Put aside what builds have made; see `bench.workshop`."""
        for name in (self.output, *self.caches):
            put_aside(self.folder / name, self.folder, f"{turn}-{name}")

    def add_post(self, turn: int) -> None:
        self.format.write(self.corpus.add(turn), self.content)

    def edit_post(self, turn: int) -> None:
        self.format.write(self.corpus.edit(turn), self.content)

    def withdraw_post(self, turn: int) -> None:
        self.format.write(self.corpus.withdraw(turn), self.content)

    def move_post(self, turn: int) -> None:
        self.format.write(self.corpus.move(turn), self.content)

    def change(self, case: str, turn: int) -> Command:
        """Make the change of a case, its ``turn``-th; the command that builds after it."""
        changes = {
            "clean": self.wipe,
            "unchanged": lambda turn: None,
            "added": self.add_post,
            "edited": self.edit_post,
            "withdrawn": self.withdraw_post,
            "moved": self.move_post,
            "theme": self.change_theme,
        }
        changes[case](turn)
        return self.make_command(removes=case in ("withdrawn", "moved"))

    def count_pages(self) -> dict[str, Pages]:
        """The files of the output by kind."""
        patterns = {kind: re.compile(pattern) for kind, pattern in self.kinds.items()}
        found: dict[str, Pages] = {}
        for path, size in self._list_output():
            kind = next((kind for kind, pattern in patterns.items() if pattern.fullmatch(path)), OTHER)
            known = found.get(kind, Pages(0, 0))
            found[kind] = Pages(known.count + 1, known.size + size)
        return found

    def _list_output(self) -> Iterator[tuple[str, int]]:
        root = self.folder / self.output
        for path in take_snapshot(root):
            yield Path(path).relative_to(root).as_posix(), Path(path).stat().st_size


def append_comment(template: Path, turn: int) -> None:
    """Let a template's page end with a comment of this turn."""
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("</body>", f"<!-- {turn} -->\n</body>"), encoding="utf-8")
