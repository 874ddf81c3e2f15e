"""A host that ssh reaches: releases beside each other, as in a folder of this machine, put there by rsync.

The host needs rsync, and what every Linux has: sh, flock, mv, sha256sum. A release is made beside the one that readers
see, from hard links to its files; then a link is switched.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from kawat.errors import PublishError
from kawat.publish.folder import CONFIG, CURRENT, LOCK, MANIFEST, NAME, NEXT, RELEASES, SITE, make_name
from kawat.publish.hashes import Entry
from kawat.publish.manifest import Manifest, parse_manifest
from kawat.publish.pending import Pending, parse_pending
from kawat.publish.plan import Plan, State
from kawat.publish.programs import Scratch, find_leash, find_program, run_program
from kawat.publish.release import BATCH, Release, staged

PENDING = "pending.txt"
BUSY = 75
"""The exit status by which a host says that its lock is taken."""
PATIENCE = (
    "-o",
    "BatchMode=yes",
    "-o",
    "ConnectTimeout=15",
    "-o",
    "ServerAliveInterval=15",
    "-o",
    "ServerAliveCountMax=4",
)


class Shell:
    """A folder of another machine. ``KAWAT_SSH`` may hold another command than ``ssh``, with options."""

    limits = ""

    def __init__(self, remote: str, keep: int) -> None:
        parts = urlsplit(remote)
        self.place, self.keep = remote, max(keep, 1)
        self.root = unquote(parts.path).rstrip("/")
        name = parts.hostname or ""
        self.login = f"{parts.username}@{name}" if parts.username else name
        self._target = f"{parts.username}@" if parts.username else ""
        self._target += f"[{name}]" if ":" in name else name
        self._port = ["-p", str(parts.port)] if parts.port else []
        self._shared: list[str] = []
        """Options by which all of a run share one connection."""

    # -- the connection

    @property
    def ssh(self) -> list[str]:
        return [*shlex.split(os.environ.get("KAWAT_SSH", "ssh")), *PATIENCE, *self._shared, *self._port]

    def run(self, script: str, data: bytes | None = None, allowed: Collection[int] = (0,)) -> bytes:
        """What a script of ``sh`` says that runs in the host's folder."""
        line = f"cd {shlex.quote(self.root)} || exit 66\n{script}"
        return run_program([*self.ssh, self.login, f"exec sh -c {shlex.quote(line)}"], data, allowed).stdout

    def sync(self, source: str, target: str, *options: str) -> None:
        """Send files below a folder of this machine to a folder of the host."""
        ssh = shlex.join(self.ssh)
        run_program(["rsync", "-s", "-e", ssh, *options, f"{source}/", f"{self._target}:{self.root}/{target}/"])

    @contextmanager
    def hold(self) -> Iterator[None]:
        """A lock of the host's, held by the connection that all the rest goes over: it ends with it."""
        folder = tempfile.mkdtemp(prefix="kawat-")  # in /tmp: a socket's path may not be long
        self._shared = ["-o", "ControlMaster=auto", "-o", f"ControlPath={folder}/%C", "-o", "ControlPersist=no"]
        root = shlex.quote(self.root)
        script = (
            f"mkdir -p {root}/{RELEASES} && exec 9>>{root}/{LOCK} && flock -n 9 || exit {BUSY}\necho held\nexec cat"
        )
        command = [
            *find_leash(),
            find_program(self.ssh[0]),
            *self.ssh[1:],
            self.login,
            f"exec sh -c {shlex.quote(script)}",
        ]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as holder:  # noqa: S603 - no shell
            try:
                assert holder.stdin and holder.stdout and holder.stderr
                if holder.stdout.readline() != b"held\n":
                    self._report_refusal(holder.wait(), holder.stderr.read())
                yield
            finally:
                self._shared = []
                holder.communicate()
                shutil.rmtree(folder, ignore_errors=True)

    def _report_refusal(self, status: int, complaint: bytes) -> None:
        said = complaint.decode("utf-8", "replace").strip()
        if status == BUSY and not said:
            raise PublishError(self.place, "somebody else is publishing there", "wait for them")
        wrong = f"cannot be reached or written to: {said or f'exit status {status}'}"
        raise PublishError(self.place, wrong, "try it by hand: ssh, touch; the host needs flock and rsync")

    # -- the releases

    def look(self) -> State:
        script = f"test -e {CURRENT}/{MANIFEST} || exit 0; cat {CURRENT}/{MANIFEST}"
        return State(parse_manifest(self.run(script, allowed=(0, 66))))

    def survey(self, release: Release) -> State:
        script = f"cd {CURRENT}/{SITE} 2>/dev/null || exit 0; find . -type f -exec wc -c {{}} +"
        listed = (line.split(maxsplit=1) for line in self.run(script, allowed=(0, 66)).decode().splitlines())
        sizes = {path[2:]: int(size) for size, path in listed if path.startswith("./")}
        hashes = self._hash(f"{CURRENT}/{SITE}", list(sizes)) if sizes else {}
        files = {path: Entry(hashes.get(path, ""), size) for path, size in sizes.items()}
        return State(Manifest(release.built.site, release.built.headers, files), is_surveyed=True)

    def _hash(self, folder: str, paths: Sequence[str]) -> dict[str, str]:
        """What files on the host hash to, by path."""
        data = "".join(f"./{path}\0" for path in paths).encode()
        said = self.run(f"cd {folder} && xargs -0 sha256sum", data, allowed=(0, 123)).decode()
        lines = (line.partition("  ") for line in said.splitlines())
        return {path.removeprefix("./"): digest for digest, _, path in lines}

    def apply(self, plan: Plan, release: Release) -> str:
        fresh, site = f"{RELEASES}/{NEXT}", f"{RELEASES}/{NEXT}/{SITE}"
        before = self._prepare(plan, fresh)
        touched = {*plan.uploads, *plan.removed, *before.paths}
        self.run(f"cat >{fresh}/{PENDING}.new && mv {fresh}/{PENDING}.new {fresh}/{PENDING}",
                 Pending(plan.base.mark if plan.base else "", frozenset(touched)).data)  # fmt: skip
        sent = sorted(path for path in touched if path in plan.target.files)
        gone = sorted(path for path in touched if path not in plan.target.all)
        with staged(release, sent) as stage:
            for _ in release.progress.track_some(self._send(str(stage), sent, site, release), len(sent), "Uploading"):
                pass
        if gone:
            listed = "".join(f"./{path}\0" for path in gone).encode()
            self.run(f"cd {site} && xargs -0 rm -f && find . -depth -type d -empty -delete", listed)
        self._verify(plan, site, sent)
        return self._switch(plan, release, fresh)

    def _prepare(self, plan: Plan, fresh: str) -> Pending:
        """A release that holds what the last one holds; what an interrupted run has put there meanwhile.

        rsync itself makes the hard links, on the host.
        """
        mark = plan.base.mark if plan.base else ""
        before = parse_pending(self.run(f"mkdir -p {RELEASES}; cat {fresh}/{PENDING} 2>/dev/null; true"))
        if before.base != mark or not before.paths:
            self.run(f"rm -rf {fresh}")
            before = Pending(mark)
        link = f'rsync -a --ignore-existing --link-dest="$old/" "$old/" {fresh}/{SITE}/'
        link = f"old=$(cd -P {CURRENT}/{SITE} && pwd) && {link}"
        self.run(f"rm -rf {RELEASES}/.old; mkdir -p {fresh}/{SITE} && if test -d {CURRENT}/{SITE}; then {link}; fi")
        return before

    def _send(self, stage: str, paths: Sequence[str], site: str, release: Release) -> Iterator[str]:
        for start in range(0, len(paths), BATCH):
            batch = paths[start : start + BATCH]
            scratch = Scratch(release.cache)
            with scratch:
                listed = str(scratch.write_list(batch, "\0"))
                # Times stay out of it: what differs was found by hash.
                self.sync(stage, site, "-r", "--checksum", "--chmod=D755,F644", "--from0", f"--files-from={listed}")
            yield from batch

    def _verify(self, plan: Plan, site: str, sent: Sequence[str]) -> None:
        """Raise PublishError unless the release on the host is what it should be."""
        hashes = self._hash(site, sent) if sent else {}
        wrong = [path for path in sent if hashes.get(path) != plan.target.files[path].sha256]
        held = self.run(f"cd {site} && find . -type f").decode().splitlines()
        wrong += sorted(plan.target.files.keys() - {path[2:] for path in held})
        if wrong:
            shown = ", ".join(wrong[:3])
            expected = "readers still see the last release; run it again with --survey"
            raise PublishError(self.place, f"{len(wrong)} files are not as they should be: {shown}", expected)

    def _switch(self, plan: Plan, release: Release, fresh: str) -> str:
        """Complete a release, and lead readers to it in one step; its name."""
        names = self._list_names()
        name = make_name(names, release.stamp)
        self.run(f"cat >{fresh}/{CONFIG}", release.config)
        self.run(f"cat >{fresh}/{MANIFEST} && rm -f {fresh}/{PENDING} && mv {fresh} {RELEASES}/{name} && sync",
                 plan.target.data)  # fmt: skip
        self._point_to(name)
        for old in names[: max(0, len(names) + 1 - self.keep)]:
            # Not removed under its own name: half a release must not look like one to go back to.
            self.run(f"mv {RELEASES}/{old} {RELEASES}/.old && rm -rf {RELEASES}/.old")
        return name

    def _point_to(self, name: str) -> None:
        self.run(f"ln -sfn {RELEASES}/{name} .{CURRENT} && mv -T .{CURRENT} {CURRENT}")

    def _list_names(self) -> list[str]:
        return sorted(name for name in self.run(f"ls {RELEASES}").decode().split() if NAME.fullmatch(name))

    def roll_back(self, release: Release) -> str:
        current = self.run(f"readlink {CURRENT} || true").decode().strip().rpartition("/")[2]
        older = [name for name in self._list_names() if name < current]
        if not older:
            raise PublishError(self.place, "no release before this one is kept", "publish the site that you want")
        self._point_to(older[-1])
        return older[-1]
