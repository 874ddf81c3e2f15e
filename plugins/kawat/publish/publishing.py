"""A release, from what lies in the output to what readers see."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from kawat.press.build import find_store
from kawat.press.gone import list_gone
from kawat.press.policies import POLICY, list_policies
from kawat.press.release import load_release
from kawat.press.schema import StoreError
from kawat.press.site import Site
from kawat.press.store import Store
from kawat.publish.checking import check_built_for, check_release
from kawat.publish.compress import find_compressors
from kawat.publish.headers import load_headers
from kawat.publish.host import Host
from kawat.publish.limits import check_limits, load_limits
from kawat.publish.manifest import Manifest
from kawat.publish.news import list_addresses, save_addresses
from kawat.publish.plan import Plan, State, check_removals, make_plan
from kawat.publish.release import Release, compress_files, gather_files, write_beside
from kawat.publish.remotes import make_host
from kawat.publish.wishes import Wishes, check_address
from kawat.publish.withdrawn import REDIRECTS, dump_locations, dump_redirects
from kawat.report import Progress

FOLDER = "publish"
"""Below the cache."""


@dataclass(frozen=True)
class Choices:
    """What the person at the command line chose."""

    is_dry: bool = False
    """Plan, and do nothing to the host."""
    is_checking: bool = True
    """Look at what would be published: links, languages, policies, feeds."""
    is_surveying: bool = False
    """Look at every file on the host, whatever its manifest says."""
    is_removing_strays: bool = False
    """Remove what lies on the host and is named by no manifest."""


@dataclass(frozen=True)
class Outcome:
    """What became of a release."""

    what: str
    """``published``, ``planned``, ``unchanged``, ``rolled back``."""
    place: str
    plan: Plan
    name: str = ""
    """Of the release, on the host."""
    addresses: dict[str, list[str]] = field(default_factory=dict)
    """To tell others of, by kind."""
    seconds: float = 0.0


class Publisher:
    """Publishes the site that lies in the output; ``now`` is aware, in UTC."""

    def __init__(self, site: Site, wishes: Wishes, now: datetime, progress: Progress) -> None:
        self.site, self.wishes, self.now, self.progress = site, wishes, now, progress
        check_address(site.url)
        self.cache = site.cache / FOLDER
        self.host: Host = make_host(wishes, site.output, self.cache)

    def publish(self, choices: Choices) -> Outcome:
        """Bring the host to the site in the output; raises KawatError, and then the host can be published to again."""
        started = time.monotonic()
        check_built_for(self.site.output, self.site.url)
        limits = load_limits(self.wishes.limits or self.host.limits)
        release = self.release
        check_limits(release.built.files, limits)
        if choices.is_dry:
            return self._plan(release, choices, started)
        with self.host.hold():
            plan = self._make_plan(release, choices)
            addresses = list_addresses(plan, self.site.absolute)
            if plan.is_nothing:
                return Outcome("unchanged", self.host.place, plan, "", addresses, time.monotonic() - started)
            self._check(plan, choices)
            # Before the first byte: whoever is told too much looks in vain, whoever is told too little never looks.
            save_addresses(self.cache, addresses, self.list_waiting())
            name = self.host.apply(plan, release)
        return Outcome("published", self.host.place, plan, name, addresses, time.monotonic() - started)

    def _plan(self, release: Release, choices: Choices, started: float) -> Outcome:
        plan = self._make_plan(release, choices)
        if choices.is_checking:
            self._check(plan, choices)
        addresses = list_addresses(plan, self.site.absolute)
        return Outcome("planned", self.host.place, plan, "", addresses, time.monotonic() - started)

    def _check(self, plan: Plan, choices: Choices) -> None:
        check_removals(plan, self.wishes.most_removed)
        if choices.is_checking:
            check_release(self.site.output, self.release.root_of, plan, self.progress)

    def roll_back(self) -> Outcome:
        """Bring the release before back."""
        started = time.monotonic()
        with self.host.hold():
            before = self.host.look().manifest
            name = self.host.roll_back(self.release)
            after = self.host.look().manifest
            plan = make_plan(after, State(before)) if after and before else Plan(self.release.built, None)
            addresses = list_addresses(plan, self.site.absolute)
            save_addresses(self.cache, addresses, self.list_waiting())
        return Outcome("rolled back", self.host.place, plan, name, addresses, time.monotonic() - started)

    @cached_property
    def release(self) -> Release:
        """The site in the output, with the files that hosts need beside it."""
        headers = load_headers(self.site.url, [POLICY, *list_policies(self.site).values()])
        beside, squeezed = self.cache / "beside", self.cache / "compressed"
        compressors = find_compressors(self.wishes.compress)
        gone = list_gone(self.site)
        redirects = {REDIRECTS: dump_redirects(headers.base, gone)} if gone else {}
        write_beside(beside, {"_headers": headers.dump_headers_file(), **redirects, **self._make_key_file()})
        roots = [self.site.output, beside]
        if compressors:
            files, root_of = gather_files(roots, self.cache, self.progress)
            compress_files(files, root_of, squeezed, compressors)
            roots.append(squeezed)
        files, root_of = gather_files(roots, self.cache, self.progress)
        return Release(
            built=Manifest(self.site.url, headers.mark, files),
            headers=headers,
            roots=roots,
            root_of=root_of,
            stamp=f"{self.now:%Y%m%dT%H%M%SZ}",
            cache=self.cache,
            config=headers.dump_nginx("gz" in compressors, "br" in compressors) + dump_locations(headers.base, gone),
            progress=self.progress,
        )

    def _make_key_file(self) -> dict[str, bytes]:
        """The file by which IndexNow knows that the site is ours."""
        key = str(self.wishes.indexnow.get("key") or "")
        return {f"{key}.txt": key.encode()} if key else {}

    def _make_plan(self, release: Release, choices: Choices) -> Plan:
        with closing(Reasons(self.site)) as reasons:
            return make_plan(release.built, self._find_state(release, choices), reasons, choices.is_removing_strays)

    def _find_state(self, release: Release, choices: Choices) -> State:
        state = self.host.look()
        known = state.manifest
        if known is not None and known.site == release.built.site and not choices.is_surveying:
            return state
        survey = self.host.survey(release)
        held = survey.manifest.files if survey.manifest else {}
        if known is not None and known.site != release.built.site:
            self.progress.say(f"{self.host.place}: holds {known.site}; each file is compared, and none is removed")
        elif held and known is None:
            self.progress.say(f"{self.host.place}: no manifest of ours; each file is compared, and none is removed")
        return survey

    def list_waiting(self) -> Sequence[str]:
        """The kinds of address lists that somebody is to be told of."""
        wishes = self.wishes
        given = {"purge": wishes.purge.get("url"), "indexnow": wishes.indexnow.get("key"), "websub": wishes.hub}
        return [kind for kind, endpoint in given.items() if endpoint]


class Reasons:
    """Why files of the output were last written, or went, as the press knows it."""

    def __init__(self, site: Site) -> None:
        applied = load_release(site.cache)
        self._known = {**applied.added, **applied.changed, **applied.removed}
        self._store: Store | None = None
        path = find_store(site)
        if path.exists():
            try:
                self._store = Store(path, is_read_only=True)
            except StoreError:  # the press will say so; here only a cause is missing
                self._store = None

    def __call__(self, path: str) -> str:
        plain = path.removesuffix(".gz").removesuffix(".br")
        known = self._known.get(plain)
        if known is None and self._store is not None:
            page = self._store.find_page(plain)
            known = page.why if page else None
        return known or ""

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
