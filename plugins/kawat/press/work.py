"""The work of a build that has something to do: read, plan, render, publish."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from itertools import chain
from typing import TYPE_CHECKING

from kawat.hands import cut
from kawat.press.apply import Applied, Publication, Stage, Staged, finish_moves, is_blank, scan_output
from kawat.press.assets import load_assets
from kawat.press.compose import Composer
from kawat.press.crew import LARGE_WORK, Crew, Worker
from kawat.press.extras import choose_extras, render_extra
from kawat.press.plan import BY_NAME, drop_untouched, find_path, list_all_pages
from kawat.press.release import join_releases, save_release
from kawat.press.render import make_renderer
from kawat.press.rows import ASSET, EXTRA, BadRow, PageKey, ReadPost
from kawat.press.searchfiles import stage_index
from kawat.press.site import Site
from kawat.press.store import Store
from kawat.report import Progress

if TYPE_CHECKING:
    from kawat.press.build import Todo
    from kawat.press.cluster import Cluster

ASSET_RANK, EXTRA_RANK = 1, 2
FILL = 2000
"""Posts that are put into an empty store at a time."""
CHUNK = 500
"""Pages that are noted at a time."""


def do_work(site: Site, store: Store, progress: Progress, todo: Todo, workers: int, unfinished: Applied) -> Applied:
    """What was done to the output; the old site stays on an error."""
    stage = Stage(site.output, is_blank(site))
    renderer = make_renderer(site)
    worker = Worker(Composer(site, store, renderer.words), renderer, stage)
    crew = Crew(worker, workers)
    _read(crew, store, progress, todo)
    with store.transaction():
        publication = Publication(store, stage)
        _stage_files(worker, publication, todo)
        stage_index(publication, site, todo.is_index_due)
        _build_pages(crew, publication, progress, todo)
        if todo.why_all:
            _remove_unclaimed(publication, site)
        for path in todo.strays:
            publication.remove(path, "no page claims it")
        publication.write_journal()
        store.clear_stale()
        for key, value in todo.marks.items():
            store.put_meta(key, value)
    if not todo.why_all:
        publication.applied.unchanged = (
            store.count_pages() - len(publication.applied.added) - len(publication.applied.changed)
        )
    save_release(site.cache, join_releases(unfinished, publication.applied))
    finish_moves(site.output, store)
    return publication.applied


def _read(crew: Crew, store: Store, progress: Progress, todo: Todo) -> None:
    """Bring the store up to date with the content, and mark what is stale by it."""
    there = [change for change in todo.changes if change.what != "removed"]
    paths = [change.path for change in there if not change.is_nameless]
    nameless = [_set_aside(change.path) for change in there if change.is_nameless]
    rows = chain(nameless, progress.track_some(crew.read(paths, len(paths)), len(paths), "Reading"))
    if todo.is_reading_all:
        _fill(store, rows, todo)
        return
    composer = crew.worker.composer
    plan = drop_untouched(composer, todo.changes, rows)
    with store.transaction():
        plan.apply(composer)
        for folder, listing in todo.listings.items():
            store.put_folder(folder, listing)


def _set_aside(path: str) -> BadRow:
    return BadRow(path, f"{path}:1", "its name is no UTF-8", "rename it")


def _fill(store: Store, rows: Iterable[ReadPost | BadRow], todo: Todo) -> None:
    """Put all posts into an empty store, in one transaction."""
    with store.transaction():
        store.clear_posts()
        store.put_meta("reading", "")  # when this build is killed, the next reads everything again
        batch: list[ReadPost] = []
        number = 1
        for row in rows:
            if isinstance(row, ReadPost):
                batch.append(row)
            else:
                store.put_bad(row)
            if len(batch) == FILL:
                store.fill_posts(batch, number)
                number += len(batch)
                batch.clear()
        store.fill_posts(batch, number)
        store.index_posts()
        for folder, listing in todo.listings.items():
            store.put_folder(folder, listing)


def _build_pages(crew: Crew, publication: Publication, progress: Progress, todo: Todo) -> None:
    """Render and stage every page, or the stale ones; pages that there are no more go."""
    store, composer = publication.store, crew.worker.composer
    stale = store.find_stale()
    if todo.why_all:
        count = max(store.count_posts()[0], store.count_pages())
        pages: Iterator[PageKey] = list_all_pages(composer)
    else:
        count, pages = len(stale), iter(sorted(stale))
    hands = _choose_hands(crew, count)
    for made in cut(progress.track_some(hands.build(pages, count), count, "Building"), CHUNK):
        staged = [one for one in made if isinstance(one, Staged)]
        publication.take((one, BY_NAME[one.page.kind].rank, todo.why_all or stale[one.page]) for one in staged)
        for page in (one for one in made if isinstance(one, PageKey)):
            publication.remove(find_path(page, composer.site), stale.get(page, "no post is on it"))


def _choose_hands(crew: Crew, count: int) -> Crew | Cluster:
    """Who renders: this machine, or for large work the cluster that the settings name."""
    address = crew.worker.composer.site.executor
    if not address or count < LARGE_WORK:
        return crew
    from kawat.press.cluster import Cluster

    return Cluster(crew.worker, address)


def _stage_files(worker: Worker, publication: Publication, todo: Todo) -> None:
    """Stage the theme's files, and the extra ones when they are given."""
    store, stage, site = publication.store, publication.stage, worker.composer.site
    assets = load_assets(site.theme).all
    staged = [
        (stage.put(asset.path, PageKey(ASSET, (asset.path,)), asset.data, store), ASSET_RANK, "the theme's")
        for asset in assets
    ]
    publication.take(staged)
    if todo.extras is None:
        publication.claimed.update(path for kind, path in store.find_extras() if kind == EXTRA)
        return
    chosen, findings = choose_extras(todo.extras, site)
    for extra in chosen:
        data = render_extra(extra, worker.composer, worker.renderer)
        page = PageKey(EXTRA, (extra.path,))
        publication.take([(stage.put(extra.path, page, data, store), EXTRA_RANK, "the editor's")])
    for path in [path for kind, path in store.find_extras() if kind == EXTRA and path not in publication.claimed]:
        publication.remove(path, "gone from content/")
    store.put_meta("extra-findings", json.dumps([astuple(finding) for finding in findings]))


def _remove_unclaimed(publication: Publication, site: Site) -> None:
    """Remove what lies in the output, or was put there, and belongs to no page."""
    lying = () if publication.stage.is_blank else scan_output(site)
    for path in chain(publication.store.find_paths(), lying):
        publication.remove(path, "no page claims it")
