"""The build, from content to output."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kawat.errors import PressError
from kawat.press.apply import Applied, check_output, find_strays, finish_moves, is_blank
from kawat.press.drift import find_drift
from kawat.press.marks import fingerprint_reading, fingerprint_settings, fingerprint_theme
from kawat.press.release import join_releases, load_release, save_release
from kawat.press.rows import EXTRA, INDEX
from kawat.press.schema import StoreError, drop_store, is_damage
from kawat.press.searchfiles import read_mark
from kawat.press.site import NO_EXTRAS, Extra, Extras, OwnPage, Site
from kawat.press.store import Store
from kawat.report import Finding, Progress
from kawat.walk import FileChange, Folder, Walk, find_changes

LARGE_SITE = 4000
"""Pages from which the output is not walked at each build."""
WHY_ALL = {"reading": "Kawat or a library changed", "theme": "theme changed", "settings": "settings changed"}


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


@dataclass(frozen=True)
class Todo:
    """What a build has found that it has to do."""

    changes: Sequence[FileChange]
    listings: dict[bytes, bytes | None]
    """What to remember of the folders of posts."""
    is_reading_all: bool
    why_all: str | None
    """Why every page has to be made; None when not every one has to."""
    extras: Sequence[Extra | OwnPage] | None
    """Files beside the posts'; None when they are as they were."""
    is_index_due: bool
    """Whether the search index changed, or may have been changed in the output."""
    drift: Sequence[str]
    """Pages that somebody changed or removed in the output."""
    page_count: int
    """Pages known so far."""
    strays: Sequence[str]
    """What lies in the output and is no page."""
    marks: dict[str, str]

    def is_nothing(self, store: Store) -> bool:
        if self.changes or self.listings or self.why_all or self.drift or self.strays or self.extras is not None:
            return False
        if self.is_index_due:
            return False
        return not store.has_stale()


def build(
    site: Site,
    progress: Progress,
    extras: Extras = NO_EXTRAS,
    workers: int | None = None,
    folders: Sequence[Folder] | None = None,
) -> Built:
    """Bring the output up to date with the content; raises KawatError and then leaves the old site.

    ``folders`` is what a walk by ``make_walk`` has just found, where somebody else had to walk too.
    """
    started = time.monotonic()
    if not site.content.is_dir():
        raise PressError(site.content, "no such folder", "expected the folder of posts")
    path, count = find_store(site), workers or os.cpu_count() or 1
    try:
        with _lock(path, progress):
            try:
                return _build(site, progress, extras, count, folders, started)
            except StoreError as error:
                if not is_damage(error):
                    raise
            drop_store(path)
            progress.say(f"{path}: the store is damaged; it is made anew")
            return _build(site, progress, extras, count, folders, started)
    except OSError as error:
        wrong = f"cannot be written or read: {error.strerror}"
        expected = "the site is as it was; mend that and build again"
        raise PressError(error.filename or site.output, wrong, expected) from error
    except StoreError as error:
        wrong, expected = f"the store fails: {error}", "the site is as it was; free space, or remove the store"
        raise PressError(path, wrong, expected) from error


def find_store(site: Site) -> Path:
    """A store of its own for each pair of content and output."""
    pair = f"{site.content.resolve()}\0{site.output.resolve()}"
    return site.cache / f"press-{hashlib.sha256(pair.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}.sqlite"


def _build(
    site: Site, progress: Progress, extras: Extras, workers: int, folders: Sequence[Folder] | None, started: float
) -> Built:
    with closing(Store(find_store(site))) as store:
        if store.was_damaged:
            progress.say(f"{store.path}: no store of this version; it is made anew")
        unfinished = load_release(site.cache) if finish_moves(site.output, store) else Applied()
        check_output(site, store)
        todo = _look(site, store, extras, folders)
        if todo.is_nothing(store):
            applied = Applied(unchanged=todo.page_count)
            save_release(site.cache, join_releases(unfinished, applied))
        else:
            # Imported on need: templates, words and parsers take longer to load than a build without news takes.
            from kawat.press.work import do_work

            applied = do_work(site, store, progress, todo, workers, unfinished)
        return _summarise(store, site, applied, time.monotonic() - started)


def _look(site: Site, store: Store, extras: Extras, folders: Sequence[Folder] | None) -> Todo:
    """What has changed since the last build: posts, theme, settings, code, or the output itself."""
    marks = {
        "reading": fingerprint_reading(site),
        "theme": fingerprint_theme(site),
        "settings": fingerprint_settings(site),
        "extras": extras.mark,
        "index": read_mark(site.index),
    }
    is_reading_all = store.get_meta("reading") != marks["reading"]
    known = {} if is_reading_all else store.find_folders()
    changes, listings = find_changes(known, make_walk(site).find_folders() if folders is None else folders)
    # A file that could not be read may be read now, though it looks as it did.
    changes += [FileChange(path, "changed") for path in store.find_unreadable({change.path for change in changes})]
    drift = [] if is_blank(site) else find_drift(site.output, store)
    why_all = _find_why_all(site, store, marks)
    drifted = _note_drift(store, site, drift)
    is_asking = EXTRA in drifted or why_all or store.get_meta("extras") != extras.mark
    page_count = store.count_pages()
    # Where there are many pages the output is walked only when there is a reason to; a clean build always does.
    is_walking = why_all is None and (drift or page_count < LARGE_SITE)
    return Todo(
        changes=changes,
        listings=listings,
        is_reading_all=is_reading_all,
        why_all=why_all,
        extras=extras.gather() if is_asking else None,
        is_index_due=INDEX in drifted or why_all is not None or (store.get_meta("index") or "") != marks["index"],
        drift=drift,
        page_count=page_count,
        strays=find_strays(site, store) if is_walking else (),
        marks=marks,
    )


def make_walk(site: Site) -> Walk:
    """The walk that finds the posts."""
    return Walk(site.content, tuple(f".{suffix}" for suffix in sorted(site.suffixes)), others=site.not_posts)


def _find_why_all(site: Site, store: Store, marks: Mapping[str, str]) -> str | None:
    """Why every page has to be made; None when not every one has to."""
    if store.get_meta("reading") is None:
        return "first build"
    for mark, why in WHY_ALL.items():
        if store.get_meta(mark) != marks[mark]:
            return why
    return "the output was empty" if is_blank(site) else None


def _note_drift(store: Store, site: Site, drift: Sequence[str]) -> frozenset[str]:
    """Pages that somebody changed or removed in the output are to be made again, and compared byte by byte.

    Tells what stands for a kind on those that are none's: the editor's files, the index's.
    """
    if not drift:
        return frozenset()
    others = {path: kind for kind, path in store.find_extras()}
    with store.transaction():
        for path in drift:
            page = store.find_page(path)
            if page is not None and path not in others:  # the theme's and the editor's files are compared in any case
                is_there = os.path.lexists(site.output / path)
                store.add_stale(page.page, f"{path} was {'changed' if is_there else 'missing'} in the output")
    return frozenset(others[path] for path in drift if path in others)


def _summarise(store: Store, site: Site, applied: Applied, seconds: float) -> Built:
    live, drafts = store.count_posts()
    bad = tuple(Finding(row.path, row.where, row.wrong, row.expected) for row in store.find_bad())
    findings = tuple(Finding(*row) for row in json.loads(store.get_meta("extra-findings") or "[]"))
    unknown = tuple(label for label in store.find_labels() if label not in site.sectors.by_id)
    return Built(live, drafts, (*bad, *findings), unknown, applied, seconds)


@contextmanager
def _lock(store: Path, progress: Progress) -> Iterator[None]:
    """One build at a time: a second one waits for the first."""
    store.parent.mkdir(parents=True, exist_ok=True)
    with store.with_suffix(".lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            progress.say(f"another build is at work (process {file.read().strip() or '?'}); waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
