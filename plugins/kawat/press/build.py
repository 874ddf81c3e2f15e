"""The build, from content to output."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from kawat.errors import PressError
from kawat.files import fingerprint_folder, fingerprint_package
from kawat.press.apply import Applied, FileState, Stage, check_output, finish_moves, is_current, scan_output
from kawat.press.assets import load_assets
from kawat.press.crew import Crew
from kawat.press.pages import Extra, OwnPage, choose_extras, render_extra
from kawat.press.plan import BY_NAME, fill_store, find_changes, find_path, list_all_pages, scan_content, take_changes
from kawat.press.reading import is_candidate
from kawat.press.render import Renderer, make_renderer
from kawat.press.rows import PageKey, PageRow
from kawat.press.site import Site
from kawat.press.store import Store
from kawat.report import Finding, Progress

ASSET, EXTRA = "asset", "extra"
ASSET_RANK, EXTRA_RANK = 1, 2


@dataclass(frozen=True)
class Built:
    """What a build did."""

    posts: int
    drafts: int
    set_aside: tuple[Finding, ...]
    labels: tuple[str, ...]
    """Sector labels in posts that no sector goes by."""
    applied: Applied
    seconds: float


def build(site: Site, progress: Progress, extras: Sequence[Extra | OwnPage] = (), workers: int | None = None) -> Built:
    """Bring the output up to date with the content; raises KawatError and then leaves the old site."""
    started = time.monotonic()
    if not site.content.is_dir():
        raise PressError(site.content, "no such folder", "expected the folder of posts")
    path = find_store(site)
    with _lock(path, progress):
        store = Store(path)
        try:
            return _build(site, store, progress, extras, workers or os.cpu_count() or 1, started)
        finally:
            store.close()


def find_store(site: Site) -> Path:
    """A store of its own for each pair of content and output."""
    pair = f"{site.content.resolve()}\0{site.output.resolve()}"
    return site.cache / f"press-{hashlib.sha256(pair.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}.sqlite"


def _build(
    site: Site, store: Store, progress: Progress, extras: Sequence[Extra | OwnPage], workers: int, started: float
) -> Built:
    finish_moves(site, store)
    known, states = store.find_pages(), scan_output(site)
    check_output(site, known, states)
    renderer = make_renderer(site, store)
    crew = Crew(site, store.path, workers, progress)
    marks = {"reading": _fingerprint_reading(), "rendering": _fingerprint_rendering(site)}
    is_everything = _read(site, store, renderer, crew, marks)
    stale = store.find_stale()
    _add_drift(stale, known, states)
    stage = Stage(site, store, known, states)
    chosen, findings = choose_extras(extras, site)
    claimed = _stage_files(renderer, stage, chosen)
    for page, data in crew.render(renderer, sorted(stale)):
        path = find_path(page, site)
        if data is None:
            stage.remove(path, page, stale[page])
        else:
            claimed.add(path)
            stage.put(path, page, data, BY_NAME[page.kind].rank, stale[page])
    _remove_unclaimed(stage, claimed, is_everything)
    applied = stage.publish(marks)
    applied.unchanged = len(states) - len(applied.changed) - len(applied.removed)
    return _summarise(store, site, applied, findings, time.monotonic() - started)


def _read(site: Site, store: Store, renderer: Renderer, crew: Crew, marks: dict[str, str]) -> bool:
    """Bring the store up to date with the content and mark the stale pages; whether that is all of them."""
    is_fresh = store.get_meta("reading") != marks["reading"]
    known = {} if is_fresh else store.stat_files()
    changes = find_changes(known, scan_content(site, is_candidate))
    rows = crew.read([change for change in changes if change.what != "removed"])
    if is_fresh:
        fill_store(renderer.composer, rows)
    elif changes:
        take_changes(renderer.composer, changes, rows)
    if not is_fresh and store.get_meta("rendering") == marks["rendering"]:
        return False
    why = "first build, or the code changed" if is_fresh else "theme or settings changed"
    with store.transaction():
        for page in list(list_all_pages(renderer.composer)):
            store.add_stale(page, why)
    return True


def _add_drift(stale: dict[PageKey, str], known: dict[str, PageRow], states: dict[str, FileState]) -> None:
    """Pages that somebody changed or removed in the output are made again."""
    for path, row in known.items():
        if not is_current(path, known, states) and row.page.kind in BY_NAME:
            stale.setdefault(row.page, f"{path} was {'changed' if path in states else 'missing'} in the output")


def _stage_files(renderer: Renderer, stage: Stage, extras: Sequence[Extra | OwnPage]) -> set[str]:
    """Stage the theme's files and the extra ones; their paths."""
    assets = load_assets(renderer.composer.site.theme).all
    for asset in assets:
        stage.put(asset.path, PageKey(ASSET, (asset.path,)), asset.data, ASSET_RANK, "the theme's")
    for extra in extras:
        stage.put(extra.path, PageKey(EXTRA, (extra.path,)), render_extra(extra, renderer), EXTRA_RANK, "the editor's")
    return {*(asset.path for asset in assets), *(extra.path for extra in extras)}


def _remove_unclaimed(stage: Stage, claimed: set[str], is_everything: bool) -> None:
    """Remove what lies in the output and belongs to no page; a page that was not made again keeps its claim."""
    for path in stage.states:
        row = stage.known.get(path)
        keeps_claim = not is_everything and row is not None and row.page.kind in BY_NAME
        if path not in claimed and not keeps_claim and path not in stage.removals:
            stage.remove(path, row.page if row else PageKey(EXTRA, (path,)), "no page claims it")
    for path in stage.known.keys() - stage.states.keys() - claimed - stage.removals.keys():
        stage.remove(path, stage.known[path].page, "gone from the output")


def _summarise(store: Store, site: Site, applied: Applied, findings: list[Finding], seconds: float) -> Built:
    live, drafts = store.query("SELECT coalesce(sum(live), 0), coalesce(sum(status = 'draft'), 0) FROM posts")[0]
    bad = tuple(Finding(row.path, row.where, row.wrong, row.expected) for row in store.find_bad())
    labels = [label for (label,) in store.query("SELECT DISTINCT sector FROM post_sectors ORDER BY sector")]
    unknown = tuple(label for label in labels if label not in site.sectors.by_id)
    return Built(live, drafts, (*bad, *findings), unknown, applied, seconds)


# -- what the build depends on


def _fingerprint_reading() -> str:
    libraries = (version(name) for name in ("markdown", "nh3", "babel", "anyascii"))
    return hashlib.sha256(f"{fingerprint_package()} {' '.join(libraries)}".encode()).hexdigest()


def _fingerprint_rendering(site: Site) -> str:
    folders = [fingerprint_folder(folder) for folder in (site.theme, *site.overrides)]
    settings = [site.name, site.url, str(site.zone), site.preferred, *site.not_posts, *site.languages]
    facts = [*folders, *settings, version("jinja2"), version("babel")]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


@contextmanager
def _lock(store: Path, progress: Progress) -> Iterator[None]:
    """One build at a time: a second one waits for the first."""
    store.parent.mkdir(parents=True, exist_ok=True)
    with store.with_suffix(".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.say("another build is at work; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
