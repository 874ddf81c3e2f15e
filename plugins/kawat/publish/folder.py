"""A folder of this machine as a host: releases beside each other, and a link to the one that readers see.

releases/000042-20261125T165649Z/site/           what a web server shows
                                /manifest.txt
                                /nginx.conf      for ``include``
current -> releases/000042-20261125T165649Z
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kawat.errors import PublishError
from kawat.publish.hashes import hash_file, walk_files
from kawat.publish.manifest import Manifest, parse_manifest
from kawat.publish.plan import Plan, State
from kawat.publish.release import Release

RELEASES, CURRENT, NEXT, SITE = "releases", "current", ".next", "site"
MANIFEST, CONFIG = "manifest.txt", "nginx.conf"
LOCK = ".kawat-lock"
NAME = re.compile(r"\d{6}-\w+")
MOST_SYNCED = 200
"""Files up to which each is written through to the disk by itself."""


class Folder:
    """A local folder; releases that it keeps share the files that did not change."""

    limits = ""

    def __init__(self, root: Path, keep: int) -> None:
        self.root, self.keep = root, max(keep, 1)
        self.place = str(root)
        self.releases, self.current = root / RELEASES, root / CURRENT

    @contextmanager
    def hold(self) -> Iterator[None]:
        """A lock of the system's, which ends with this process however it ends."""
        self.releases.mkdir(parents=True, exist_ok=True)
        with (self.root / LOCK).open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise PublishError(self.root, "somebody else is publishing there", "wait for them") from error
            yield

    def look(self) -> State:
        if not self.current.is_symlink():
            if self.current.exists():
                raise PublishError(self.current, "not a link", "expected a folder that Kawat publishes to")
            return State(None)
        try:
            return State(parse_manifest((self.current / MANIFEST).read_bytes()))
        except FileNotFoundError:
            return State(None)

    def survey(self, release: Release) -> State:
        site = self.current / SITE
        seen = walk_files(site.resolve()) if site.is_dir() else ()
        files = {one.path: hash_file(site / one.path) for one in seen}
        return State(Manifest(release.built.site, release.built.headers, files), is_surveyed=True)

    def apply(self, plan: Plan, release: Release) -> str:
        self._clear()
        fresh = self.releases / NEXT
        (fresh / SITE).mkdir(parents=True)
        linked = self._link_unchanged({*plan.uploads, *plan.removed}, fresh / SITE)
        # What the last release has lost comes from the site again.
        lost = sorted(plan.target.files.keys() - linked - {*plan.uploads})
        for path in release.track((*plan.uploads, *lost), "Copying"):
            self._copy(release, path, fresh / SITE / path)
        self._write_through(fresh, (*plan.uploads, *lost))
        name = make_name(list_names(self.releases), release.stamp)
        (fresh / MANIFEST).write_bytes(plan.target.data)
        (fresh / CONFIG).write_bytes(release.config)
        os.rename(fresh, self.releases / name)  # noqa: PTH104
        self._point_to(name)
        self._prune(name)
        return name

    def _clear(self) -> None:
        """Remove what an interrupted release has left."""
        self.releases.mkdir(parents=True, exist_ok=True)
        for left in self.releases.glob(".*"):
            shutil.rmtree(left)

    def _link_unchanged(self, gone: set[str], site: Path) -> set[str]:
        """Put what stays into a new release, where it costs no room; its paths.

        That includes files of which no manifest tells.
        """
        old, made, linked = (self.current / SITE).resolve(), {""}, set()
        for path, _ in walk_files(old) if old.is_dir() else ():
            if path in gone:
                continue
            folder = path.rpartition("/")[0]
            if folder not in made:
                os.makedirs(f"{site}/{folder}", exist_ok=True)  # noqa: PTH103 - for each of 100,000 files
                made.add(folder)
            os.link(f"{old}/{path}", f"{site}/{path}")
            linked.add(path)
        return linked

    def _copy(self, release: Release, path: str, target: Path) -> None:
        """Copy a file, and look at what was written."""
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(release.find(path), target)
        except FileNotFoundError as error:
            raise release.report_change(path) from error
        if hash_file(target) != release.built.files[path]:
            raise release.report_change(path)

    def _write_through(self, fresh: Path, paths: Sequence[str]) -> None:
        """Have the disk hold the new files before anybody is led to them."""
        if len(paths) > MOST_SYNCED:
            os.sync()
            return
        for path in paths:
            file = os.open(fresh / SITE / path, os.O_RDONLY)
            try:
                os.fsync(file)
            finally:
                os.close(file)

    def _point_to(self, name: str) -> None:
        """Lead readers to a release, in one step."""
        staged = self.root / f".{CURRENT}"
        staged.unlink(missing_ok=True)
        staged.symlink_to(f"{RELEASES}/{name}")
        os.replace(staged, self.current)

    def _prune(self, current: str) -> None:
        """Remove what is older than the releases to keep; the current one and what follows it stay."""
        names = list_names(self.releases)
        for name in names[: max(0, names.index(current) - self.keep + 1)]:
            # Not removed under its own name: half a release must not look like one to go back to.
            old = self.releases / f".{name}"
            os.rename(self.releases / name, old)  # noqa: PTH104
            shutil.rmtree(old)

    def roll_back(self, release: Release) -> str:
        if not self.current.is_symlink():
            raise PublishError(self.root, "nothing is published there", "expected a release")
        older = [name for name in list_names(self.releases) if name < self.current.readlink().name]
        if not older:
            raise PublishError(self.root, "no release before this one is kept", "publish the site that you want")
        self._point_to(older[-1])
        return older[-1]


def list_names(releases: Path) -> list[str]:
    """The names of complete releases, oldest first."""
    return sorted(entry.name for entry in releases.iterdir() if NAME.fullmatch(entry.name))


def make_name(known: list[str], stamp: str) -> str:
    """A name that sorts after the known ones, whatever the clock says."""
    number = int(known[-1].partition("-")[0]) + 1 if known else 1
    return f"{number:06d}-{stamp}"
