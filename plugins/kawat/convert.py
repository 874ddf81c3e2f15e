"""Wire texts to posts: each text becomes one post or is set aside with a reason."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from stat import S_ISREG

from kawat.desk.disclaimers import is_registered
from kawat.desk.tables import Desk, load_desk
from kawat.errors import KawatError, PostError, WireError
from kawat.files import fingerprint_package, write_atomically
from kawat.ledger import DamagedLedgerError, Ledger, Shelved, drop_ledger
from kawat.paragraphs import escape_paragraph, make_line
from kawat.report import Finding, Progress
from kawat.walk import FileChange, Folder, Walk, find_changes
from kawat.wire.model import WireText
from kawat.wire.naming import LENGTHS, make_slug, name_story
from kawat.wire.posts import Moment, Post, decode_post, dump_post, is_pristine, parse_post, seal_post
from kawat.wire.reader import read_wire
from kawat.wire.sidecars import Sidecar, read_sidecar


@dataclass
class Conversion:
    """What became of the texts; every text is in exactly one of the first four, or untouched."""

    written: list[str] = field(default_factory=list)
    rewritten: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    set_aside: list[Finding] = field(default_factory=list)
    conflicts: list[Finding] = field(default_factory=list)
    """Texts among ``kept`` that changed while an editor had changed the post."""
    notices: list[Finding] = field(default_factory=list)
    untouched: int = 0
    """Texts that nothing has happened to since a post was made of them; they were not opened."""

    @property
    def unchanged(self) -> int:
        return self.untouched + len(self.kept)

    @property
    def read(self) -> int:
        return len(self.written) + len(self.rewritten) + self.unchanged + len(self.set_aside)


class Converter:
    """One run over a folder of wire texts.

    ``now`` is aware; its UTC day dates a text that has no date of its own.
    """

    def __init__(self, wire: Path, content: Path, cache: Path, now: datetime, walk: Walk | None = None) -> None:
        self.wire, self.content, self.now = wire, content, now
        self.walk = walk or Walk(content, (".md",))
        self.folders: dict[str, Folder] = {}
        """The folders of posts, as they are after the run."""
        places = f"{wire.resolve()}\0{content.resolve()}".encode("utf-8", "surrogateescape")
        self.path = cache / f"wire-{hashlib.sha256(places).hexdigest()[:8]}.sqlite"
        self.written: dict[str, tuple[int, int]] = {}
        """The posts that this run wrote, with size and time of change."""
        self.result = Conversion()

    @cached_property
    def desk(self) -> Desk:
        return load_desk()

    def convert_all(self, progress: Progress) -> Conversion:
        """Convert every text, in the order of their names; a bad text never stops the others."""
        try:
            return self._convert_all(progress)
        except DamagedLedgerError as error:
            progress.say(f"{error.where}: the ledger is damaged; it is made anew")
            drop_ledger(self.path)
            self.result = Conversion()
            return self._convert_all(progress)

    def _convert_all(self, progress: Progress) -> Conversion:
        self.ledger = Ledger(self.path, fingerprint_package())
        with self.ledger.run():
            touched = self._read_shelf(progress)
            texts = Walk(self.wire, skipped=(".toml",))
            changes, listings = find_changes(self.ledger.find_folders("wire"), texts.find_folders())
            sources = self._choose_sources(changes, touched)
            self.result.untouched = self.ledger.count_settled()
            for source in progress.track(sources, "Converting"):
                self._try(source)
            self.ledger.put_folders("wire", listings.items())
            self._note_written()
        return self.result

    def _note_written(self) -> None:
        """Remember folders in which nothing changed but what we wrote: the next run need not read that again."""
        for prefix in sorted({name[: name.rfind("/") + 1] for name in self.written}):
            folder, _ = self.walk.list_folder(prefix, time.time_ns())
            self.folders[prefix] = folder
            changes, listings = find_changes({folder.key: self.ledger.find_folder("content", folder.key)}, [folder])
            if all(self._is_as_written(change.path) for change in changes):
                self.ledger.put_folders("content", listings.items())

    def _is_as_written(self, name: str) -> bool:
        try:
            stat = (self.content / name).lstat()
        except OSError:
            return False
        return self.written.get(name) == (stat.st_size, stat.st_mtime_ns)

    def _read_shelf(self, progress: Progress) -> list[Shelved]:
        """Note the posts that changed; those that were or are in their files. What is no post the press reports."""
        self.folders = {folder.path: folder for folder in self.walk.find_folders()} if self.content.is_dir() else {}
        changes, listings = find_changes(self.ledger.find_folders("content"), self.folders.values())
        touched = []
        posts = [change for change in changes if change.path.endswith(".md") and not change.is_nameless]
        for change in progress.track(posts, "Reading posts"):
            touched.append(self.ledger.find_post(change.path))
            self.ledger.forget_post(change.path)
            post = self._read_post(change.path)
            if post is not None:
                touched.append(Shelved.of(post, change.path))
                self.ledger.put_post(Shelved.of(post, change.path))
        self.ledger.put_folders("content", listings.items())
        return [post for post in touched if post is not None]

    def _read_post(self, name: str) -> Post | None:
        try:
            return parse_post(decode_post((self.content / name).read_bytes(), name), name)
        except (PostError, OSError):
            return None

    def _choose_sources(self, changes: Sequence[FileChange], touched: Sequence[Shelved]) -> list[str]:
        """The texts to look at, by name: changed ones, unsettled ones, and those that a change may concern."""
        chosen = {change.path for change in changes if change.what != "removed" and not change.is_nameless}
        digests = {post.digest for post in touched} | {self.ledger.find_digest(change.path) for change in changes}
        sources = {post.source for post in touched if post.source}
        for change in changes:
            if change.is_nameless and change.what != "removed":
                finding = Finding(change.path, f"{change.path}:1", "its name is no UTF-8", "rename the file")
                self.result.set_aside.append(finding)
            if change.what == "removed":
                self.ledger.forget_text(change.path)
        for digest in digests - {None}:
            sources.update(self.ledger.find_copies(digest or ""))
        chosen |= {source for source in sources if self.ledger.find_digest(source)} | set(self.ledger.find_unsettled())
        for source in chosen:
            self.ledger.unsettle(source)
        return sorted(chosen)

    def _try(self, source: str) -> None:
        try:
            self._convert_file(self.wire / source, source)
        except KawatError as error:
            self.result.set_aside.append(Finding.of(error, source))
        except OSError as error:
            wrong = f"cannot be read: {error.strerror}"
            self.result.set_aside.append(Finding(source, f"{source}:1", wrong, "expected a readable file"))

    def _convert_file(self, path: Path, source: str) -> None:
        self.ledger.put_text(source, "", is_settled=False)
        if source != make_line(source):
            raise WireError(f"{make_line(source)}:1", "a file name with control characters", "rename the file")
        if not S_ISREG(path.lstat().st_mode):
            raise WireError(f"{source}:1", "no regular file", "put the text itself here")
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        self.ledger.put_text(source, digest, is_settled=False)
        is_settled = self._is_settled(source, digest) or self._convert_text(path, source, data, digest)
        self.ledger.put_text(source, digest, is_settled)

    def _is_settled(self, source: str, digest: str) -> bool:
        """Whether a post holds this very text already; raises WireError for a second copy of a text."""
        twin = self.ledger.find_settled_twin(source, digest)
        if twin is not None:
            raise WireError(f"{source}:1", f"the same text as {twin}", "expected each text once")
        known = self.ledger.find_by_digest(digest)
        if known is None:
            return False
        if known.source != source and self._holds(known.source, digest):
            raise WireError(f"{source}:1", f"the same text as {known.source}", "expected each text once")
        self.result.kept.append(known.path)
        return True

    def _holds(self, source: str | None, digest: str) -> bool:
        other = self.wire / source if source else None
        return other is not None and other.is_file() and hashlib.sha256(other.read_bytes()).hexdigest() == digest

    def _convert_text(self, path: Path, source: str, data: bytes, digest: str) -> bool:
        """Write the post of a text; False when an editor's changes stand against it."""
        wire = read_wire(data, source, self.desk.languages, self.desk.agencies)
        if wire.error:
            raise wire.error
        post = self._make_post(wire, digest, read_sidecar(path, self.desk.languages))
        known = self.ledger.find_by_source(source)
        self._report_sectors(wire, post)
        if known is None:
            self._write_new(post, digest)
        elif known.lang == post.lang and self._is_pristine(known.path):
            self._write(known.path, self._carry_identity(post, known))
            self.result.rewritten.append(known.path)
        else:
            self._report_conflict(source, known)
            return False
        return True

    def _is_pristine(self, name: str) -> bool:
        """Whether a post's file is, at this moment, as conversion wrote it."""
        try:
            text = decode_post((self.content / name).read_bytes(), name)
            return is_pristine(parse_post(text, name), text)
        except (PostError, OSError):
            return False

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
        self._write(path, post)
        self.result.written.append(path)

    def _free_places(self, post: Post, digest: str) -> Iterator[tuple[str, Post]]:
        """Paths that no post has, with the identity that leads there; the shortest identity first."""
        assert post.moment is not None and post.lang is not None
        for length in LENGTHS:
            identity = digest[:length]
            slug = make_slug(post.title, identity)
            path = f"{post.lang}/{post.moment.day:%Y/%m}/{slug}.md"
            if not self.ledger.has_id(identity) and not os.path.lexists(self.content / path):
                yield path, replace(post, id=identity, slug=slug)

    def _write(self, name: str, post: Post) -> None:
        stat = write_atomically(self.content / name, dump_post(seal_post(post)).encode())
        self.written[name] = (stat.st_size, stat.st_mtime_ns)
        self.ledger.put_post(Shelved.of(post, name))
