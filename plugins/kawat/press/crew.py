"""The build's hands: small work is done in this process, large work in several."""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kawat.errors import PressError
from kawat.press.plan import FileChange
from kawat.press.reading import read_post
from kawat.press.render import Renderer, render_batch
from kawat.press.rows import BadRow, PageKey, PostRow
from kawat.press.site import Site
from kawat.report import Progress

BATCH = 50
"""Posts or pages that a worker takes at a time."""
LARGE_WORK = 400
"""Posts or pages from which starting workers pays."""

Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Crew:
    """Reads posts and renders pages, with a progress bar where the work is long."""

    site: Site
    store: Path
    workers: int
    progress: Progress

    def read(self, changes: Sequence[FileChange]) -> Iterator[PostRow | BadRow]:
        """The rows of files, in their order."""
        return self._run(changes, self._read_here, _read_batch, "Reading")

    def _read_here(self, change: FileChange) -> PostRow | BadRow:
        return read_post(self.site, change.path, change.size, change.mtime_ns)

    def render(self, renderer: Renderer, pages: Sequence[PageKey]) -> Iterator[tuple[PageKey, bytes | None]]:
        """Each page with its bytes, in their order; None for a page that there is no more."""
        return self._run(pages, lambda page: (page, renderer.render(page)), render_batch, "Building")

    def _run(
        self,
        given: Sequence[Given],
        here: Callable[[Given], Made],
        there: Callable[[bytes, Path, tuple[Given, ...]], list[Made]],
        what: str,
    ) -> Iterator[Made]:
        if self.workers < 2 or len(given) < LARGE_WORK:
            made: Iterator[Made] = map(here, given)
        else:
            made = self._run_batches(given, there)
        return self.progress.track_some(made, len(given), what)

    def _run_batches(
        self, given: Sequence[Given], there: Callable[[bytes, Path, tuple[Given, ...]], list[Made]]
    ) -> Iterator[Made]:
        batches = [tuple(given[start : start + BATCH]) for start in range(0, len(given), BATCH)]
        # Pickled once, so that a worker can tell that the site of the next batch is the one it knows.
        sites, stores = [pickle.dumps(self.site)] * len(batches), [self.store] * len(batches)
        with ProcessPoolExecutor(self.workers, mp_context=multiprocessing.get_context("fork")) as pool:
            try:
                for batch in pool.map(there, sites, stores, batches):
                    yield from batch
            except BrokenExecutor as error:
                raise PressError(self.site.output, "a worker was killed", "free memory and build again") from error


def _read_batch(pickled_site: bytes, store: Path, changes: tuple[FileChange, ...]) -> list[PostRow | BadRow]:
    site: Site = pickle.loads(pickled_site)  # noqa: S301 - our own
    return [read_post(site, change.path, change.size, change.mtime_ns) for change in changes]
