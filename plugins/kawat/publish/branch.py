"""A branch of a git remote as a host, such as GitHub Pages: ghp-import makes the commit, git pushes it.

A push is taken as a whole or not at all, and one that somebody else has overtaken is refused: that is the lock.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from kawat.errors import PublishError
from kawat.publish.hashes import Entry, hash_file
from kawat.publish.manifest import Manifest, parse_manifest
from kawat.publish.plan import Plan, State
from kawat.publish.programs import run_program
from kawat.publish.release import Release

MANIFEST = ".kawat/manifest.txt"
TREE = "tree"
QUIET = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}


class Branch:
    """A branch that holds the site and nothing else, in the project's own repository and on one of its remotes."""

    limits = "github-pages"

    def __init__(self, place: str, remote: str, branch: str, folder: Path = Path()) -> None:
        self.place, self.remote, self.branch, self.folder = place, remote, branch, folder
        self.known = f"refs/remotes/{remote}/{branch}"

    def git(self, *words: str, allowed: Sequence[int] = (0,)) -> subprocess.CompletedProcess[bytes]:
        return run_program(["git", "-C", str(self.folder), *words], allowed=allowed, env=QUIET)

    @contextmanager
    def hold(self) -> Iterator[None]:
        yield

    def look(self) -> State:
        self._fetch()
        found = self.git("show", f"{self.known}:{MANIFEST}", allowed=(0, 128))
        return State(parse_manifest(found.stdout))

    def _fetch(self) -> None:
        """Know what the remote has; there it may have no such branch."""
        there = self.git("ls-remote", "--exit-code", "--heads", self.remote, self.branch, allowed=(0, 2))
        if there.returncode:
            self.git("update-ref", "-d", self.known)
        else:
            self.git("fetch", "--quiet", self.remote, f"+refs/heads/{self.branch}:{self.known}")

    def survey(self, release: Release) -> State:
        """Compare by git's own hashes: it knows the files of the branch by nothing else."""
        listed = self.git("ls-tree", "-r", "-l", "-z", self.known, allowed=(0, 128)).stdout.decode()
        files: dict[str, Entry] = {}
        for line in filter(None, listed.split("\0")):
            meta, _, path = line.partition("\t")
            _, _, blob, size = meta.split()
            known = release.built.files.get(path)
            is_same = known is not None and known.size == int(size) and self._hash(release.find(path)) == blob
            if not path.startswith(".") or is_same:
                files[path] = known if known is not None and is_same else Entry("", int(size))
        return State(Manifest(release.built.site, release.built.headers, files), is_surveyed=True)

    def _hash(self, path: Path) -> str:
        return self.git("hash-object", "--no-filters", str(path.absolute())).stdout.decode().strip()

    def apply(self, plan: Plan, release: Release) -> str:
        tree = release.cache / TREE
        shutil.rmtree(tree, ignore_errors=True)
        tree.mkdir(parents=True)
        try:
            self._fill(tree, plan, release)
            self._commit(tree, release)
        finally:
            shutil.rmtree(tree, ignore_errors=True)
        self._push(f"refs/heads/{self.branch}")
        self._verify(plan)
        return self._name()

    def _fill(self, tree: Path, plan: Plan, release: Release) -> None:
        """The whole site in a folder; what is not on this machine comes from the branch."""
        for path in plan.target.files:
            target = tree / path
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(release.find(path), target)
            except OSError:
                shutil.copyfile(release.find(path), target)
            if path in plan.uploads and hash_file(target) != plan.target.files[path]:
                raise release.report_change(path)
        for path in (*plan.target.kept, *plan.strays):
            target = tree / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self.git("show", f"{self.known}:{path}").stdout)
        (tree / MANIFEST).parent.mkdir()
        (tree / MANIFEST).write_bytes(plan.target.data)

    def _commit(self, tree: Path, release: Release) -> None:
        """Make a commit upon the remote's branch; nothing is pushed yet."""
        if find_spec("ghp_import") is None:
            raise PublishError(
                self.place, "needs ghp-import", "install it into the environment: pip install ghp-import"
            )
        if self.git("rev-parse", "--verify", "--quiet", self.known, allowed=(0, 1)).returncode:
            self.git("update-ref", "-d", f"refs/heads/{self.branch}")
        else:
            self.git("update-ref", f"refs/heads/{self.branch}", self.known)
        message = f"site: {release.stamp}"
        command = [sys.executable, "-m", "ghp_import", "--no-jekyll", "--branch", self.branch, "--message", message]
        run_program([*command, "--remote", self.remote, str(tree.absolute())], cwd=self.folder, env=QUIET)

    def _push(self, commit: str) -> None:
        done = self.git("push", "--quiet", self.remote, f"{commit}:refs/heads/{self.branch}", allowed=(0, 1, 128))
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            wrong = "the push was refused" + (f": {said[0]}" if said else "")
            raise PublishError(self.place, wrong, "readers still see the last release; run it again")

    def _verify(self, plan: Plan) -> None:
        self._fetch()
        found = parse_manifest(self.git("show", f"{self.known}:{MANIFEST}", allowed=(0, 128)).stdout)
        if found != plan.target:
            raise PublishError(self.place, "the branch is not what was pushed", "run it again")

    def _name(self) -> str:
        return self.git("rev-parse", "--short=12", self.known).stdout.decode().strip()

    def roll_back(self, release: Release) -> str:
        """A commit with the files of the one before; history stays, so that going back twice undoes the first."""
        self._fetch()
        before = self.git("rev-parse", "--verify", "--quiet", f"{self.known}~1", allowed=(0, 1)).stdout.decode().strip()
        if not before:
            raise PublishError(self.place, "no release before this one is kept", "publish the site that you want")
        words = ("commit-tree", f"{before}^{{tree}}", "-p", self.known, "-m", f"site: back to {before[:12]}")
        commit = self.git(*words).stdout.decode().strip()
        self._push(commit)
        self._fetch()
        return before[:12]
