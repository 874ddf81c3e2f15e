"""What the store keeps. Contains no business logic."""

from __future__ import annotations

from typing import NamedTuple


class PostRow(NamedTuple):
    """A post as the press knows it, without its body."""

    path: str
    """Its file, relative to ``content/``."""
    address: str
    """Where it is published: ``<tag>/<yyyy>/<mm>/<slug>``."""
    lang: str
    date: str
    """``YYYY-MM-DD``, with `` HH:MM`` where known; it orders posts."""
    title: str
    status: str
    id: str
    story: str
    labels: str = ""
    """Sector ids and unknown labels, with commas between them; a label holds none."""
    modified: str | None = None
    agency: str | None = None
    place: str | None = None
    summary: str | None = None
    disclaimer: str | None = None
    source: str | None = None
    translation: str | None = None

    @property
    def sectors(self) -> tuple[str, ...]:
        return tuple(self.labels.split(",")) if self.labels else ()

    @property
    def day(self) -> str:
        return self.date[:10]

    @property
    def month(self) -> str:
        return self.date[:7]


class FoldRow(NamedTuple):
    """A part of a post that is shown folded up."""

    kind: str
    html: str
    """Safe."""


class ReadPost(NamedTuple):
    """A post's file as it was read."""

    row: PostRow
    html: str
    """Its story, safe."""
    folds: tuple[FoldRow, ...] = ()


class BadRow(NamedTuple):
    """A file that is no post; the press sets it aside."""

    path: str
    where: str
    wrong: str
    expected: str
    is_passing: bool = False
    """Whether it may be readable next time, though it will look the same."""


ASSET, EXTRA, INDEX = "asset", "extra", "index"
"""What stands for a kind on pages that are none's: the theme's files, the editor's, the search's."""


class PageKey(NamedTuple):
    """Names a page: its kind and what it is about."""

    kind: str
    key: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind} {'/'.join(self.key)}".strip()


class PageRow(NamedTuple):
    """A page as it was last published."""

    path: str
    """Relative to ``output/``."""
    page: PageKey
    size: int
    mtime_ns: int
    why: str


class FileState(NamedTuple):
    """By which a file is known to be unchanged."""

    size: int
    mtime_ns: int
