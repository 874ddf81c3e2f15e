"""A host whose files are replaced one by one, as objects in a bucket: in an order in which no page leads to a missing
one, with a journal beside them that tells the next run what an interrupted one may have done.

    .kawat/manifest.txt             what the host holds
    .kawat/pending.txt              the paths that a run is about to touch; it is there only while one is at work
    .kawat/lock-…                   whose turn it is
    .kawat/previous.txt             the mark of the release before
    .kawat/previous/<mark>/         its manifest, and the files of it that were replaced or removed
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from kawat.errors import PublishError
from kawat.publish.hashes import Entry
from kawat.publish.leases import Lease
from kawat.publish.manifest import Manifest, parse_manifest
from kawat.publish.pending import Pending, parse_pending
from kawat.publish.plan import Plan, State, make_plan
from kawat.publish.release import BATCH, Release, staged

CONTROL = ".kawat"
MANIFEST, PENDING, PREVIOUS = "manifest.txt", "pending.txt", "previous.txt"
ROUNDS = 2
"""Times that files are sent again which did not arrive as they are."""

Source: TypeAlias = "Path | str"
"""A folder of this machine, or a text: a folder on the host."""


class Store(Protocol):
    """Files by path; each is replaced as a whole. Every method may raise PublishError."""

    @property
    def has_hashes(self) -> bool:
        """Whether files can be compared without fetching them."""

    def read_control(self) -> dict[str, bytes]:
        """The files that lie right in ``.kawat``, by name."""

    def read(self, path: str) -> bytes | None:
        """A file; None where there is none."""

    def write(self, path: str, data: bytes) -> None:
        """One small file."""

    def put(self, source: Source, paths: Sequence[str], headers: Mapping[str, str], target: str = "") -> None:
        """Files of a folder, whatever is there; of a folder on the host only those that it has."""

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files; those that are not there do not matter."""

    def find_wrong(self, source: Source, paths: Sequence[str]) -> list[str]:
        """Those of the paths that are missing or differ from a folder's, byte by byte or by hash."""

    def list_all(self) -> dict[str, int]:
        """The size of each file on the host, by path."""

    def purge(self, folder: str) -> None:
        """Remove a folder with all that is in it."""


class Bucket:
    """A site in a store."""

    limits = ""

    def __init__(self, place: str, store: Store, keep: int = 1) -> None:
        self.place, self.store, self.keep = place, store, keep
        self._control: dict[str, bytes] | None = None
        self._lease: Lease | None = None

    @contextmanager
    def hold(self) -> Iterator[None]:
        self._lease = Lease(self.store, self.place)
        self._control = self._lease.take()
        try:
            yield
        finally:
            lease, self._lease, self._control = self._lease, None, None
            lease.give_back()

    def _read_control(self) -> dict[str, bytes]:
        return self._control if self._control is not None else self.store.read_control()

    def look(self) -> State:
        control = self._read_control()
        pending = parse_pending(control.get(PENDING))
        return State(parse_manifest(control.get(MANIFEST)), pending.paths, sends_headers=True)

    def survey(self, release: Release) -> State:
        sizes = {path: size for path, size in self.store.list_all().items() if not path.startswith(f"{CONTROL}/")}
        known = release.built.files
        same = sorted(path for path, size in sizes.items() if path in known and known[path].size == size)
        with staged(release, same) as stage:
            wrong = set(self.store.find_wrong(stage, same)) if same else set()
        files = {path: Entry("", size) for path, size in sizes.items()}
        files |= {path: known[path] for path in same if path not in wrong}
        pending = parse_pending(self._read_control().get(PENDING))
        return State(Manifest(release.built.site, release.built.headers, files), pending.paths, is_surveyed=True)

    def apply(self, plan: Plan, release: Release) -> str:
        with staged(release, plan.uploads) as stage:
            return self._bring(plan, Parcel(stage, release))

    def _bring(self, plan: Plan, parcel: Parcel) -> str:
        """Bring the host to the plan's target; the target's mark."""
        control = self._read_control()
        olds = (control.get(PREVIOUS, b"").decode(), parse_pending(control.get(PENDING)).base)
        before = self._save_previous(plan)
        touched = frozenset((*plan.uploads, *plan.removed, *plan.unsure))
        self.store.write(f"{CONTROL}/{PENDING}", Pending(before, touched).data)
        right = self._find_right(plan, parcel)
        stages = [[path for path in stage.paths if path not in right] for stage in plan.stages]
        sent = [path for paths in stages for path in paths]
        for _ in parcel.release.progress.track_some(self._send(stages, parcel), len(sent), "Uploading"):
            pass
        self.store.write(f"{CONTROL}/{MANIFEST}", plan.target.data)
        self._control = None
        self._verify(sent, parcel)
        if plan.removed:
            self.store.remove(list(plan.removed))
        self._settle(before, olds)
        return plan.target.mark

    def _settle(self, before: str, olds: Iterable[str]) -> None:
        """Say that a release is complete, and which one was before it; what was before that goes."""
        self.store.write(f"{CONTROL}/{PREVIOUS}", before.encode())
        for name in sorted({*olds} - {before, ""}):
            self.store.purge(f"{CONTROL}/previous/{name}")
        self.store.remove([f"{CONTROL}/{PENDING}"])

    def _send(self, stages: Sequence[Sequence[str]], parcel: Parcel) -> Iterator[str]:
        """Send the stages one after the other; each path when it is there."""
        for paths in stages:
            for headers, batch in parcel.cut(paths):
                self.store.put(parcel.source, batch, headers)
                if self._lease:
                    self._lease.renew()
                yield from batch

    def _find_right(self, plan: Plan, parcel: Parcel) -> set[str]:
        """What an interrupted run has sent already, where that can be told without fetching it."""
        unsure = [path for path in plan.uploads if path in plan.unsure]
        has_same_headers = plan.base is not None and plan.base.headers == plan.target.headers
        if not unsure or not has_same_headers or not self.store.has_hashes:
            return set()
        return set(unsure) - set(self.store.find_wrong(parcel.source, unsure))

    def _verify(self, sent: Sequence[str], parcel: Parcel) -> None:
        """Compare what was sent; what did not arrive is sent again, and in the end told of."""
        wrong = self.store.find_wrong(parcel.source, sent) if sent else []
        for _ in range(ROUNDS):
            if not wrong:
                return
            for headers, batch in parcel.cut(wrong):
                self.store.put(parcel.source, batch, headers)
            wrong = self.store.find_wrong(parcel.source, wrong)
        shown = ", ".join(wrong[:3])
        raise PublishError(self.place, f"{len(wrong)} files are not as they were sent: {shown}", "run it again")

    # -- the release before

    def _save_previous(self, plan: Plan) -> str:
        """Copy what will be replaced or removed; the mark of the release that can be brought back, or an empty text.

        What an interrupted run has touched is no longer as it was, but it was copied before it was.
        """
        pending = parse_pending(self._read_control().get(PENDING))
        base = plan.base
        if base is None or plan.is_surveyed or not self.keep:
            return ""
        mark = base.mark
        if mark == plan.target.mark:
            return pending.base or self._read_control().get(PREVIOUS, b"").decode()
        touched = {path for path in (*plan.changed, *plan.removed) if path in base.all}
        folder = f"{CONTROL}/previous/{mark}"
        if pending.base == mark:
            touched -= pending.paths
        if touched:
            self.store.put("", sorted(touched), {}, f"{folder}/files")
        self.store.write(f"{folder}/{MANIFEST}", base.data)
        return mark

    def roll_back(self, release: Release) -> str:
        control = self._read_control()
        base, pending = parse_manifest(control.get(MANIFEST)), parse_pending(control.get(PENDING))
        mark = pending.base or control.get(PREVIOUS, b"").decode()
        known = parse_manifest(self.store.read(f"{CONTROL}/previous/{mark}/{MANIFEST}")) if mark else None
        if base is None or known is None:
            raise PublishError(self.place, "no release before this one is kept", "publish the site that you want")
        plan = make_plan(known, State(base, pending.paths))
        return self._bring(plan, Parcel(f"{CONTROL}/previous/{mark}/files", release))


@dataclass(frozen=True)
class Parcel:
    """Where files that are to be sent lie, and with which headers they go."""

    source: Source
    release: Release

    def cut(self, paths: Iterable[str]) -> Iterator[tuple[dict[str, str], list[str]]]:
        """Files with the same headers together, at most ``BATCH`` of them."""
        groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
        for path in paths:
            groups.setdefault(tuple(self.release.headers.of(path).items()), []).append(path)
        for headers, members in groups.items():
            for start in range(0, len(members), BATCH):
                yield dict(headers), members[start : start + BATCH]
