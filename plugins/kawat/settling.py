"""One text settled: it becomes a post, finds the post that holds it, or is set aside with a reason."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from kawat.conversion import Learned, Outcome
from kawat.desk.dating import Dating, date_post
from kawat.desk.making import make_body, make_post
from kawat.desk.tables import Desk
from kawat.errors import KawatError, PostError, WireError
from kawat.files import write_atomically
from kawat.ledger import Ledger, Shelved
from kawat.noting import list_notices
from kawat.opening import Opened, Text, open_file, read_file
from kawat.report import Finding
from kawat.wire.learning import Lesson, apply_learned, count_ends, list_lessons, mark_learned, read_ending
from kawat.wire.model import WireText
from kawat.wire.naming import LENGTHS, make_slug
from kawat.wire.posts import LARGEST, Moment, Post, decode_post, dump_post, is_pristine, parse_post, seal_post
from kawat.wire.sidecars import read_sidecar

ONCE = "expected each text once"

Watch = Callable[[Text, Outcome], None]


class Settler:
    """Settles texts, one after the other."""

    def __init__(
        self,
        wire: Path,
        content: Path,
        ledger: Ledger,
        desk: Desk,
        today: date,
        note: Callable[[str, Outcome], Outcome],
    ) -> None:
        self.wire, self.content, self.ledger, self.desk = wire, content, ledger, desk
        self.today, self.note = today, note
        self.is_dry, self.is_again = False, False
        """Whether nothing is written; whether the texts were all looked at, so that what is learned is known."""
        self.watch: Watch | None = None
        self.written: dict[str, tuple[int, int]] = {}
        """The posts that were written, with size and time of change."""
        self._lessons: dict[str, Lesson] = {}

    def is_known(self, source: str, digest: str) -> bool:
        """Whether there is no need to read a text: it was read, and a post holds it."""
        if self.watch:
            return False
        return self.ledger.is_read(source, digest) and self.ledger.find_by_digest(digest) is not None

    def settle_file(self, opened: Opened) -> None:
        """Settle the texts in a file; what it held before and does not hold now is forgotten."""
        texts = opened.list_texts()
        self.ledger.forget_texts(opened.source, but={text.source for text in texts})
        for text in texts:
            self.ledger.put_text(text.source, text.file, text.digest)
            outcome = self._try(text, opened.error)
            is_settled = outcome.what not in ("set aside", "conflict")
            self.ledger.settle_text(text.source, is_settled, text.is_due)
            outcome = self.note(text.source, outcome)
            if self.watch:
                self.watch(text, outcome)

    def list_learned(self) -> list[Learned]:
        """What was learned in this run and still is; with a watch, whatever is learned."""
        lessons = ((key, lesson) for key, lesson in self._lessons.items() if self.ledger.lessons.is_learned(key))
        return sorted(Learned.of(lesson, self.ledger.lessons.count_texts(key)) for key, lesson in lessons)

    def _try(self, text: Text, error: WireError | None) -> Outcome:
        try:
            if error:
                raise error
            return self._settle(text)
        except KawatError as fault:
            self.ledger.lessons.put_ending(text.source, None)
            return Outcome("set aside", finding=Finding.of(fault, text.source))
        except OSError as fault:
            wrong = f"its post cannot be written: {fault.strerror}"
            finding = Finding(text.source, f"{text.source}:1", wrong, "expected a folder that can be written")
            return Outcome("set aside", finding=finding)

    def _settle(self, text: Text) -> Outcome:
        known = self._find_post(text)
        if known and text.wire is None and self.ledger.is_read(text.source, text.digest):
            return Outcome("unchanged", known.path)
        wire = self._read(text)
        self._learn(text.source, wire)
        text.wire = apply_learned(wire, self.ledger.lessons.is_learned)
        is_thin = wire.verdict is not None and wire.verdict.is_thin
        if known:
            return replace(self._refresh(text, wire, known), is_doubtful=is_thin and self.watch is not None)
        if wire.error:
            raise wire.error
        post = self._make_post(text)
        outcome = self._put_post(post, text)
        return replace(outcome, notices=tuple(list_notices(text, self.desk)), is_doubtful=is_thin)

    def _make_post(self, text: Text) -> Post:
        assert text.wire is not None
        sidecar = read_sidecar(self.wire / text.file, self.desk.languages)
        text.dating = date_post(text.wire, sidecar, self.today)
        text.post = make_post(text.wire, text.digest, sidecar, text.dating.moment, self.desk)
        return text.post

    def _read(self, text: Text) -> WireText:
        if text.wire is not None:
            return text.wire
        for one in self._open_texts(text.file):
            if (one.source, one.digest) == (text.source, text.digest) and one.wire:
                return one.wire
        raise WireError(f"{text.source}:1", "changed while it was read", "convert once more")

    def _open_texts(self, file: str) -> Iterable[Text]:
        opened = open_file(self.wire, file)
        if not opened.error:
            opened.wires = read_file((file, opened.data), self.desk)
        return opened.list_texts()

    def _learn(self, source: str, wire: WireText) -> None:
        turned = self.ledger.lessons.put_ending(source, None if wire.error else read_ending(wire))
        if turned or self.watch:
            lessons = list_lessons(wire).items()
            self._lessons |= {key: lesson for key, lesson in lessons if self.watch or key in turned}

    # -- posts that there are

    def _find_post(self, text: Text) -> Shelved | None:
        """The post that holds this very text; raises WireError for a second copy of a text."""
        twin = self.ledger.find_settled_twin(text.source, text.digest)
        if twin is not None:
            raise WireError(f"{text.source}:1", f"the same text as {twin}", ONCE)
        known = self.ledger.find_by_digest(text.digest)
        if known and known.source and known.source != text.source and self._holds(known.source, text.digest):
            raise WireError(f"{text.source}:1", f"the same text as {known.source}", ONCE)
        return known

    def _holds(self, source: str, digest: str) -> bool:
        """Whether a text of this name is there, in a file or in a container, and has these bytes."""
        places = [index for index, char in enumerate(source) if char == "#"]
        for file in (source, *(source[:place] for place in places)):
            if (self.wire / file).is_file():
                opened = open_file(self.wire, file)
                is_same = file == source and opened.digest == digest
                return is_same or any((one.source, one.digest) == (source, digest) for one in self._open_texts(file))
        return False

    def _read_pristine(self, name: str) -> Post | None:
        """A post's file, if it is at this moment as conversion wrote it."""
        try:
            text = decode_post((self.content / name).read_bytes(), name)
            post = parse_post(text, name)
        except (PostError, OSError):
            return None
        return post if is_pristine(post, text) else None

    def _refresh(self, text: Text, wire: WireText, known: Shelved) -> Outcome:
        """A text that a post holds already: written anew only where what it ends with was learned, or unlearned.

        A post that differs otherwise is of other code, or an editor's.
        """
        assert text.wire is not None
        unchanged = Outcome("unchanged", known.path)
        if self.watch and not wire.error:
            with suppress(KawatError):  # the post is there, whatever its sidecar says now
                self._make_post(text)
            _keep_date(text, known.moment)
        count = count_ends(wire)
        old = self._read_pristine(known.path) if count and not wire.error else None
        body = make_body(text.wire)
        if old is None or old.body == body:
            return unchanged
        if not any(make_body(mark_learned(wire, depth)) == old.body for depth in range(count + 1)):
            return unchanged
        if not self.is_again:
            text.is_due = True  # texts that are still to come may learn or unlearn it
            return unchanged
        self._write(known.path, replace(old, body=body, converted=None))
        return Outcome("rewritten", known.path)

    def _put_post(self, post: Post, text: Text) -> Outcome:
        before = self.ledger.find_by_source(text.source)
        if before is not None:
            return self._follow(post, before, text)
        path, post = next(self._free_places(post, text.digest))
        self._write(path, post)
        return Outcome("written", path)

    def _follow(self, post: Post, before: Shelved, text: Text) -> Outcome:
        """A changed text: an untouched post follows it, an edited one stays."""
        old = self._read_pristine(before.path) if before.lang == post.lang else None
        _keep_date(text, before.moment)
        if old is None:
            wrong = f"the text changed, and so did {before.path} by hand"
            expected = "both are kept; bring the change over and set the post's Source-Sha256, or delete the post"
            source = post.source or ""
            return Outcome("conflict", before.path, Finding(source, f"{source}:1", wrong, expected))
        # What was given once stays, and the day of the change is told.
        identity = {"id": old.id, "slug": old.slug, "moment": old.moment, "story": old.story or post.story}
        self._write(before.path, replace(post, **identity, modified=Moment(self.today)))  # type: ignore[arg-type]
        return Outcome("rewritten", before.path)

    # -- new ones

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
        """Write a post; raises WireError where it would be larger than a post may be."""
        data = dump_post(seal_post(post)).encode()
        if len(data) > LARGEST:
            wrong = f"its post would be {len(data)} bytes long"
            raise WireError(f"{post.source}:1", wrong, f"expected at most {LARGEST}; split the text")
        if not self.is_dry:
            stat = write_atomically(self.content / name, data)
            self.written[name] = (stat.st_size, stat.st_mtime_ns)
        self.ledger.put_post(Shelved.of(post, name))


def _keep_date(text: Text, moment: Moment | None) -> None:
    """A post keeps the date that it was given, whatever its text says later."""
    if moment and (text.dating is None or text.dating.moment != moment or text.dating.is_guess):
        text.dating = Dating(moment, "post")
