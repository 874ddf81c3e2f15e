"""The build's hands: small work is done in this process, large work in several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from kawat.hands import AHEAD, Given, Made, cut, flow, open_pool
from kawat.press.apply import Stage, Staged
from kawat.press.compose import Composer
from kawat.press.plan import BY_NAME, find_path
from kawat.press.reading import read_post
from kawat.press.render import Renderer
from kawat.press.rows import BadRow, PageKey, ReadPost
from kawat.press.store import Store
from kawat.press.views import View

BATCH = 64
"""Posts or pages that a worker takes at a time."""
LARGE_WORK = 400
"""Posts or pages from which starting workers pays."""


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
        output = self.worker.composer.site.output
        with open_pool(self.workers, output, _enter, self.worker) as pool:
            yield from flow(pool, partial(_work, work), cut(given, BATCH), AHEAD * self.workers)


_worker: Worker | None = None


def _enter(worker: Worker) -> None:
    """Take the parent's worker over, with a connection to the store of one's own."""
    global _worker
    composer = worker.composer
    own = type(composer)(composer.site, Store(composer.store.path, is_read_only=True), composer.words)
    _worker = Worker(own, worker.renderer, worker.stage)


def _work(work: Callable[[Worker, list[Given]], list[Made]], batch: list[Given]) -> list[Made]:
    assert _worker is not None
    return work(_worker, batch)
