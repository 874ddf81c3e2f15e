"""The posts that there are already, as conversion has to know them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kawat.errors import PostError
from kawat.files import list_files
from kawat.wire.posts import Moment, Post, decode_post, is_pristine, parse_moment, parse_post
from kawat.wire.statcache import StatCache


@dataclass(frozen=True)
class Shelved:
    """A post's identity and where it came from."""

    path: str
    """Relative to ``content/``."""
    id: str | None
    slug: str | None
    lang: str | None
    story: str | None
    moment: Moment | None
    source: str | None
    digest: str | None
    is_pristine: bool
    """Whether it is as conversion wrote it."""

    @classmethod
    def of(cls, post: Post, path: str, is_pristine: bool) -> Shelved:
        return cls(
            path=path,
            id=post.id,
            slug=post.slug,
            lang=post.lang,
            story=post.story,
            moment=post.moment,
            source=post.source,
            digest=post.source_sha256,
            is_pristine=is_pristine,
        )


@dataclass
class Shelf:
    """The posts by what they can be found by; of two, the first path counts."""

    ids: set[str] = field(default_factory=set)
    by_digest: dict[str, Shelved] = field(default_factory=dict)
    by_source: dict[str, Shelved] = field(default_factory=dict)

    def add(self, post: Shelved) -> None:
        if post.id:
            self.ids.add(post.id)
        if post.digest:
            self.by_digest.setdefault(post.digest, post)
        if post.source:
            self.by_source.setdefault(post.source, post)


def read_shelf(content: Path, cache: StatCache) -> Shelf:
    """The shelf of a content folder; a post that cannot be read is left to the press to report."""
    shelf = Shelf()
    for path in list_files(content, suffix=".md"):
        name = path.relative_to(content).as_posix()
        stat = path.stat()
        finding = cache.get(name, stat)
        if finding is None:
            finding = _find_identity(path, name)
            cache.put(name, stat, finding, time.time_ns())
        if finding:
            shelf.add(_restore(name, finding))
    return shelf


def _find_identity(path: Path, name: str) -> list[Any]:
    try:
        text = decode_post(path.read_bytes(), name)
        post = parse_post(text, name)
    except (PostError, OSError):
        return []
    moment = str(post.moment) if post.moment else None
    identity = [post.id, post.slug, post.lang, post.story, moment, post.source, post.source_sha256]
    return [*identity, is_pristine(post, text)]


def _restore(name: str, finding: list[Any]) -> Shelved:
    identity, slug, lang, story, moment, source, digest, pristine = finding
    day = parse_moment(moment, name) if moment else None
    return Shelved(name, identity, slug, lang, story, day, source, digest, pristine)
