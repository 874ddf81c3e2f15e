"""Wire texts to posts: each text becomes one post or is set aside with a reason."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kawat.conversion import Conversion, Outcome
from kawat.errors import PostError
from kawat.files import fingerprint_package
from kawat.ledger import DamagedLedgerError, Ledger, Shelved, drop_ledger
from kawat.report import Finding, Progress
from kawat.walk import FileChange, Folder, Walk, adopt, find_changes
from kawat.wire.posts import Post, decode_post, parse_post

if TYPE_CHECKING:
    from kawat.desk.tables import Desk
    from kawat.settling import Settler, Watch

CHECKPOINT = 1_000
"""Files after which the ledger keeps what was done, so that a killed run goes on from there."""


class Converter:
    """One run over a folder of wire texts.

    ``now`` is aware; its UTC day dates a text that has no date of its own. With ``is_dry`` no post is written, and the
    memory is neither used nor changed. ``watch`` is called with each text that was looked at, and makes the run read
    them all. Large work is done by ``workers`` processes, or on the cluster at ``executor``.
    """

    def __init__(
        self,
        wire: Path,
        content: Path,
        cache: Path,
        now: datetime,
        walk: Walk | None = None,
        *,
        workers: int = 1,
        executor: str = "",
        is_dry: bool = False,
        watch: Watch | None = None,
    ) -> None:
        self.wire, self.content, self.now = wire, content, now
        self.workers, self.executor = workers, executor
        self.is_dry, self.watch = is_dry, watch
        self.walk = walk or Walk(content, (".md",))
        self.folders: dict[str, Folder] = {}
        """The folders of posts, as they are after the run."""
        places = f"{wire.resolve()}\0{content.resolve()}".encode("utf-8", "surrogateescape")
        self.path = cache / f"wire-{hashlib.sha256(places).hexdigest()[:8]}.sqlite"
        self.result = Conversion()

    @cached_property
    def desk(self) -> Desk:
        from kawat.desk.tables import load_desk  # most runs find nothing to read

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
        self.ledger = Ledger(None if self.is_dry else self.path, fingerprint_package())
        with self.ledger.run():
            touched = self._read_shelf(progress)
            folders = list(Walk(self.wire, skipped=(".toml",)).find_folders())
            changes, listings = find_changes(self.ledger.find_folders("wire"), folders)
            self._note_nameless([change for change in changes if change.is_nameless])
            sources = self._choose_sources(changes, touched)
            if self.watch:
                everything, _ = find_changes({}, folders)
                sources |= {change.path for change in everything if not change.is_nameless}
            if sources or self.ledger.find_due():
                self._settle_files(sources, progress)
            self.result.untouched = self.ledger.count_settled() - self.result.settled
            self.ledger.put_folders("wire", listings.items())
        return self.result

    def _settle_files(self, sources: Iterable[str], progress: Progress) -> None:
        """Look at files, and once more at those whose ends turned out to be many texts', or not any more."""
        from kawat.settling import Settler  # most runs find nothing to read

        settler = Settler(self.wire, self.content, self.ledger, self.desk, self.now.date(), self.result.note)
        settler.is_dry, settler.watch = self.is_dry, self.watch
        self._open_files(settler, sorted(sources), progress, "Converting")
        settler.is_again = True
        while due := self.ledger.find_due():
            self._open_files(settler, sorted(due), progress, "Converting again")
        self.result.learned = settler.list_learned()
        self._note_written(settler.written)

    def _open_files(self, settler: Settler, sources: Sequence[str], progress: Progress, what: str) -> None:
        from kawat.opening import Opener

        opener = Opener(self.wire, self.desk, settler.is_known, self.workers, self.executor)
        opened = opener.open_all(sources, len(sources))
        for number, one in enumerate(progress.track_some(opened, len(sources), what), start=1):
            settler.settle_file(one)
            if number % CHECKPOINT == 0 and not self.is_dry:
                self._note_written(settler.written)
                self.ledger.keep()

    # -- what there is

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

    def _choose_sources(self, changes: Sequence[FileChange], touched: Sequence[Shelved]) -> set[str]:
        """The files to look at: changed ones, unsettled ones, and those that a change may concern."""
        ledger = self.ledger
        named = [change for change in changes if not change.is_nameless]
        chosen = {change.path for change in named if change.what != "removed"}
        digests = {post.digest for post in touched if post.digest}
        for change in named:
            digests |= ledger.find_digests(change.path)
            if change.what == "removed":
                ledger.forget_texts(change.path)
        for change in named:
            chosen |= ledger.find_named_after(change.path)
        for digest in digests:
            chosen.update(ledger.find_copies(digest))
        chosen.update(file for post in touched if post.source and (file := ledger.find_file(post.source)))
        chosen.update(ledger.find_unsettled())
        for file in chosen:
            ledger.unsettle_file(file)
        return chosen

    def _note_nameless(self, changes: Sequence[FileChange]) -> None:
        """Set files aside whose names are no UTF-8, in each run that finds them."""
        for change in changes:
            (self.ledger.forget_nameless if change.what == "removed" else self.ledger.put_nameless)(change.path)
        for shown in self.ledger.find_nameless():
            finding = Finding(shown, f"{shown}:1", "its name is no UTF-8", "rename the file")
            outcome = self.result.note(shown, Outcome("set aside", finding=finding))
            if self.watch:
                from kawat.opening import Text  # which loads the reader

                self.watch(Text(shown, shown, ""), outcome)

    def _note_written(self, written: dict[str, tuple[int, int]]) -> None:
        """Remember the posts that we wrote, and no other change: the next run need not read them again."""
        by_folder: dict[str, list[str]] = {}
        for name in written:
            by_folder.setdefault(name[: name.rfind("/") + 1], []).append(name)
        for prefix, names in sorted(by_folder.items()):
            folder, _ = self.walk.list_folder(prefix, time.time_ns())
            self.folders[prefix] = folder
            own = {name[len(prefix) :]: self._is_as_written(name, written) for name in names}
            listing = adopt(self.ledger.find_folder("content", folder.key), folder.listing, own)
            self.ledger.put_folders("content", [(folder.key, listing)])
        written.clear()

    def _is_as_written(self, name: str, written: dict[str, tuple[int, int]]) -> bool:
        try:
            stat = (self.content / name).lstat()
        except OSError:
            return False
        return written.get(name) == (stat.st_size, stat.st_mtime_ns)
