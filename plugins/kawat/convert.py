"""Wire texts to posts: each text becomes one post or is set aside with a reason."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from kawat.desk.disclaimers import is_registered
from kawat.desk.sectors import Sectors, load_sectors
from kawat.errors import KawatError, WireError
from kawat.files import fingerprint_package, list_files, write_atomically
from kawat.languages import Languages, load_languages
from kawat.paragraphs import escape_paragraph, make_line
from kawat.report import Finding, Progress
from kawat.wire.agencies import Agencies, load_agencies
from kawat.wire.model import WireText
from kawat.wire.naming import LENGTHS, make_slug, name_story
from kawat.wire.posts import Moment, Post, dump_post, seal_post
from kawat.wire.reader import read_wire
from kawat.wire.shelf import Shelf, Shelved, read_shelf
from kawat.wire.sidecars import Sidecar, read_sidecar
from kawat.wire.statcache import StatCache


@dataclass(frozen=True)
class Desk:
    """The tables that conversion works with."""

    languages: Languages
    agencies: Agencies
    sectors: Sectors


def load_desk() -> Desk:
    return Desk(load_languages(), load_agencies(), load_sectors())


@dataclass
class Conversion:
    """What became of the texts; every text read is in exactly one of the first four."""

    written: list[str] = field(default_factory=list)
    rewritten: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    set_aside: list[Finding] = field(default_factory=list)
    conflicts: list[Finding] = field(default_factory=list)
    """Texts among ``kept`` that changed while an editor had changed the post."""
    notices: list[Finding] = field(default_factory=list)

    @property
    def read(self) -> int:
        return len(self.written) + len(self.rewritten) + len(self.kept) + len(self.set_aside)


class Converter:
    """One run over a folder of wire texts.

    ``now`` is aware; its UTC day dates a text that has no date of its own.
    """

    def __init__(self, wire: Path, content: Path, cache: Path, now: datetime, desk: Desk | None = None) -> None:
        self.wire, self.content, self.now = wire, content, now
        self.desk = desk or load_desk()
        fingerprint = fingerprint_package()
        self.ledger = StatCache(cache / "wire.json", fingerprint)
        self.shelved = StatCache(cache / "posts.json", fingerprint)
        self.shelf: Shelf = read_shelf(content, self.shelved)
        self.seen: dict[str, str] = {}
        self.result = Conversion()

    def convert_all(self, progress: Progress) -> Conversion:
        """Convert every text, in the order of their names; a bad text never stops the others."""
        files = list_files(self.wire, skip_suffix=".toml")
        for path in progress.track(files, "Converting"):
            source = path.relative_to(self.wire).as_posix()
            try:
                self._convert_file(path, source)
            except KawatError as error:
                self.result.set_aside.append(Finding.of(error, source))
            except OSError as error:
                wrong = f"cannot be read: {error.strerror}"
                self.result.set_aside.append(Finding(source, f"{source}:1", wrong, "expected a readable file"))
        self.ledger.save()
        self.shelved.save()
        return self.result

    def _convert_file(self, path: Path, source: str) -> None:
        if source != make_line(source):
            raise WireError(f"{make_line(source)}:1", "a file name with control characters", "rename the file")
        if path.is_symlink():
            raise WireError(f"{source}:1", "a symbolic link", "put the text itself here")
        stat = path.stat()
        digest = self.ledger.get(source, stat)
        if digest is None or not self._is_settled(source, digest):
            data = path.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            if not self._is_settled(source, digest):
                self._convert_text(path, source, data, digest)
        else:
            data = b""
        self.seen[digest] = source
        self.ledger.put(source, stat, digest, time.time_ns())

    def _is_settled(self, source: str, digest: str) -> bool:
        """Whether a post holds this very text already; raises WireError for a second copy of a text."""
        if digest in self.seen:
            raise WireError(f"{source}:1", f"the same text as {self.seen[digest]}", "expected each text once")
        known = self.shelf.by_digest.get(digest)
        if known is None:
            return False
        if known.source != source and self._holds(known.source, digest):
            raise WireError(f"{source}:1", f"the same text as {known.source}", "expected each text once")
        self.result.kept.append(known.path)
        return True

    def _holds(self, source: str | None, digest: str) -> bool:
        other = self.wire / source if source else None
        return other is not None and other.is_file() and hashlib.sha256(other.read_bytes()).hexdigest() == digest

    def _convert_text(self, path: Path, source: str, data: bytes, digest: str) -> None:
        wire = read_wire(data, source, self.desk.languages, self.desk.agencies)
        if wire.error:
            raise wire.error
        post = self._make_post(wire, digest, read_sidecar(path, self.desk.languages))
        known = self.shelf.by_source.get(source)
        if known is None:
            self._write_new(post, digest)
        elif known.is_pristine and known.lang == post.lang:
            self._write(self.content / known.path, self._carry_identity(post, known))
            self.result.rewritten.append(known.path)
        else:
            self._report_conflict(source, known)
        self._report_sectors(wire, post)

    def _carry_identity(self, post: Post, known: Shelved) -> Post:
        """The post of a changed text: what was given once stays, and the day of the change is told."""
        story, today = known.story or post.story, Moment(self.now.date())
        return replace(post, id=known.id, slug=known.slug, moment=known.moment, story=story, modified=today)

    def _report_conflict(self, source: str, known: Shelved) -> None:
        wrong = f"the text changed, and so did {known.path} by hand"
        expected = "both are kept; bring the change over and set the post's Source-Sha256, or delete the post"
        self.result.kept.append(known.path)
        self.result.conflicts.append(Finding(source, f"{source}:1", wrong, expected))

    def _report_sectors(self, wire: WireText, post: Post) -> None:
        line = next((part.line for part in wire.parts if part.role == "sectors"), 1)
        for label in post.sectors:
            if label not in self.desk.sectors.by_id:
                finding = Finding(
                    wire.source,
                    f"{wire.source}:{line}",
                    f"unknown sector {label!r}",
                    "kept as printed; add it to desk/sectors.toml, or as an alias there",
                )
                self.result.notices.append(finding)

    def _make_post(self, wire: WireText, digest: str, sidecar: Sidecar) -> Post:
        """The post of a text, without its identity."""
        tag = wire.language or ""
        language = self.desk.languages[tag]
        title = make_line(wire.first("headline") or "")
        if not title:
            raise WireError(f"{wire.source}:1", "no headline", "expected a first line of visible text")
        labels = (self.desk.sectors.resolve(make_line(label), language, self.desk.languages) for label in wire.sectors)
        disclaimer = make_line(wire.first("disclaimer") or "")
        story = (*wire.all("body"), *wire.all("unknown"), *wire.all("tail"))
        paragraphs = (escape_paragraph(make_line(paragraph)) for paragraph in story)
        return Post(
            title=title,
            body="".join(f"{paragraph}\n\n" for paragraph in paragraphs if paragraph).removesuffix("\n"),
            moment=Moment(wire.date) if wire.date else sidecar.moment,
            lang=tag,
            story=name_story(wire.source, self.desk.languages),
            sectors=tuple(dict.fromkeys(label for label in labels if label)),
            agency=make_line(wire.agency or "") or None,
            place=make_line(wire.place or "") or None,
            summary=make_line(wire.first("standfirst") or "") or None,
            disclaimer=None if is_registered(disclaimer, wire.agency, language, self.desk.agencies) else disclaimer,
            source=wire.source,
            source_sha256=digest,
            translation=sidecar.describe_translation(tag),
        )

    def _write_new(self, post: Post, digest: str) -> None:
        if post.moment is None:
            post = replace(post, moment=Moment(self.now.date()))
            wrong, expected = f"no date; dated {post.moment}, the day of conversion", "a sidecar can give date = …"
            self.result.notices.append(Finding(post.source or "", f"{post.source}:1", wrong, expected))
        path, post = next(self._free_places(post, digest))
        self._write(self.content / path, post)
        self.shelf.add(Shelved.of(post, path, is_pristine=True))
        self.result.written.append(path)

    def _free_places(self, post: Post, digest: str) -> Iterator[tuple[str, Post]]:
        """Paths that no post has, with the identity that leads there; the shortest identity first."""
        assert post.moment is not None and post.lang is not None
        for length in LENGTHS:
            identity = digest[:length]
            slug = make_slug(post.title, identity)
            path = f"{post.lang}/{post.moment.day:%Y/%m}/{slug}.md"
            if identity not in self.shelf.ids and not os.path.lexists(self.content / path):
                yield path, replace(post, id=identity, slug=slug)

    def _write(self, path: Path, post: Post) -> None:
        write_atomically(path, dump_post(seal_post(post)).encode())
