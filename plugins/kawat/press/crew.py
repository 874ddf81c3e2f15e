"""The build's hands: small work is done in this process, large work in several."""

from __future__ import annotations

import gc
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from kawat.errors import PressError
from kawat.press.apply import Stage, Staged
from kawat.press.compose import Composer
from kawat.press.plan import BY_NAME, find_path
from kawat.press.reading import read_post
from kawat.press.render import Renderer
from kawat.press.rows import BadRow, PageKey, ReadPost
from kawat.press.store import Store
from kawat.press.views import View

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

BATCH = 64
"""Posts or pages that a worker takes at a time."""
AHEAD = 4
"""Batches that wait for each worker, so that neither they nor their results pile up."""
LARGE_WORK = 400
"""Posts or pages from which starting workers pays."""

Given = TypeVar("Given")
Made = TypeVar("Made")


class Worker:
    """Reads posts and renders pages, in this process or in another."""

    def __init__(self, composer: Composer, renderer: Renderer, stage: Stage) -> None:
        self.composer, self.renderer, self.stage = composer, renderer, stage

    def read(self, paths: Iterable[str]) -> list[ReadPost | BadRow]:
        site = self.composer.site
        return [read_post(site, path) for path in paths]

    def build(self, pages: Iterable[PageKey]) -> list[Staged | PageKey]:
        """The pages, staged; a page that there is no more comes back as its key."""
        return [self._build_page(page) for page in pages]

    def _build_page(self, page: PageKey) -> Staged | PageKey:
        view = self.compose(page)
        if view is None:
            return page
        path = find_path(page, self.composer.site)
        return self.stage.put(path, page, self.renderer.render(page, path, view), self.composer.store)

    def compose(self, page: PageKey) -> View | None:
        """What a page shows; None when there is no such page any more."""
        return BY_NAME[page.kind].load(page.key, self.composer)


class Crew:
    """Workers for one build, which are started when the work is large."""

    def __init__(self, worker: Worker, workers: int) -> None:
        self.worker, self.workers = worker, workers

    def read(self, paths: Iterable[str], count: int) -> Iterator[ReadPost | BadRow]:
        """The rows of files, in their order."""
        return self._run(paths, count, Worker.read)

    def build(self, pages: Iterable[PageKey], count: int) -> Iterator[Staged | PageKey]:
        """Each page, staged, in their order; a page that there is no more comes back as its key."""
        return self._run(pages, count, Worker.build)

    def _run(
        self, given: Iterable[Given], count: int, work: Callable[[Worker, list[Given]], list[Made]]
    ) -> Iterator[Made]:
        if self.workers < 2 or count < LARGE_WORK:
            for batch in cut(given, BATCH):
                yield from work(self.worker, batch)
            return
        import multiprocessing  # small work, which is the rule, does not need it
        from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

        gc.freeze()  # what there is now is shared with the workers, and stays so
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(self.workers, context, initializer=_enter, initargs=(self.worker,)) as pool:
            try:
                yield from _flow(pool, cut(given, BATCH), work, AHEAD * self.workers)
            except BrokenExecutor as error:
                site = self.worker.composer.site
                raise PressError(site.output, "a worker was killed", "free memory and build again") from error
            finally:
                pool.shutdown(cancel_futures=True)


def _flow(
    pool: Executor,
    batches: Iterator[list[Given]],
    work: Callable[[Worker, list[Given]], list[Made]],
    ahead: int,
) -> Iterator[Made]:
    """The results in the order of the batches, of which only some are under way."""
    waiting: deque[Future[list[Made]]] = deque()
    for batch in batches:
        waiting.append(pool.submit(_work, work, batch))
        if len(waiting) >= ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def cut(given: Iterable[Given], size: int) -> Iterator[list[Given]]:
    items = iter(given)
    while batch := list(islice(items, size)):
        yield batch


_worker: Worker | None = None


def _enter(worker: Worker) -> None:
    """Take the parent's worker over, with a connection to the store of one's own."""
    global _worker
    threading.Thread(target=_end_with_parent, daemon=True).start()
    composer = worker.composer
    own = type(composer)(composer.site, Store(composer.store.path, is_read_only=True), composer.words)
    _worker = Worker(own, worker.renderer, worker.stage)


def _end_with_parent() -> None:
    """A killed build's workers must not outlive it: they hold its lock, and wait for work that nobody gives."""
    import multiprocessing.connection

    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _work(work: Callable[[Worker, list[Given]], list[Made]], batch: list[Given]) -> list[Made]:
    assert _worker is not None
    return work(_worker, batch)
