"""Large work in several processes: batches go out, and their results come back in order."""

from __future__ import annotations

import gc
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kawat.errors import KawatError

if TYPE_CHECKING:
    from concurrent.futures import Executor

AHEAD = 4
"""Batches that wait for each worker, so that neither they nor their results pile up."""

Given = TypeVar("Given")
Made = TypeVar("Made")
Result = TypeVar("Result", covariant=True)


class Pending(Protocol[Result]):
    """What will be there."""

    def result(self) -> Result: ...


class Pool(Protocol):
    """Whoever works: processes of this machine, or others."""

    def submit(self, work: Callable[[Given], Made], given: Given, /) -> Pending[Made]: ...


@contextmanager
def open_pool(workers: int, where: object, enter: Callable[..., object], *given: Any) -> Iterator[Executor]:
    """Forked workers that end with this process; ``enter`` prepares each. Raises KawatError when one is killed."""
    import multiprocessing  # small work, which is the rule, does not need it
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    gc.freeze()  # what there is now is shared with the workers, and stays so
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, context, initializer=_enter, initargs=(enter, given)) as pool:
        try:
            yield pool
        except BrokenExecutor as error:
            raise KawatError(where, "a worker was killed", "free memory and try again") from error
        finally:
            pool.shutdown(cancel_futures=True)


def flow(
    pool: Pool, work: Callable[[list[Given]], list[Made]], batches: Iterable[list[Given]], ahead: int
) -> Iterator[Made]:
    """The results in the order of the batches, of which only some are under way."""
    waiting: deque[Pending[list[Made]]] = deque()
    for batch in batches:
        waiting.append(pool.submit(work, batch))
        if len(waiting) >= ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def cut(given: Iterable[Given], size: int) -> Iterator[list[Given]]:
    items = iter(given)
    while batch := list(islice(items, size)):
        yield batch


def _enter(enter: Callable[..., object], given: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    enter(*given)


def _end_with_parent() -> None:
    """A killed run's workers must not outlive it: they hold its lock, and wait for work that nobody gives."""
    import multiprocessing.connection

    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
