"""What the store keeps. Contains no business logic."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PostRow:
    """A post as the press knows it."""

    path: str
    """Its file, relative to ``content/``."""
    size: int
    mtime_ns: int
    address: str
    """Where it is published: ``<tag>/<yyyy>/<mm>/<slug>``."""
    lang: str
    date: str
    """``YYYY-MM-DD``, with `` HH:MM`` where known; it orders posts."""
    title: str
    html: str
    status: str
    id: str
    story: str
    sectors: tuple[str, ...] = ()
    modified: str | None = None
    agency: str | None = None
    place: str | None = None
    summary: str | None = None
    disclaimer: str | None = None
    source: str | None = None
    translation: str | None = None

    @property
    def day(self) -> str:
        return self.date[:10]

    @property
    def month(self) -> str:
        return self.date[:7]


@dataclass(frozen=True)
class BadRow:
    """A file that is no post; the press sets it aside."""

    path: str
    size: int
    mtime_ns: int
    where: str
    wrong: str
    expected: str


@dataclass(frozen=True, order=True)
class PageKey:
    """Names a page: its kind and what it is about."""

    kind: str
    key: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind} {'/'.join(self.key)}".strip()


@dataclass(frozen=True)
class PageRow:
    """A page as it was last published."""

    path: str
    """Relative to ``output/``."""
    page: PageKey
    sha256: str
    size: int
    mtime_ns: int
    why: str
