"""Pages rendered, and wire texts read, on other machines, through dask.distributed's executor.

A build reads, plans, composes and writes here; the cluster's workers get what a page shows and give back its bytes. A
conversion opens files and writes posts here; the workers get bytes and give back what they say. They share nothing with
us: code and theme are sent to them, and their libraries have to be of our versions.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kawat.errors import PressError
from kawat.files import PACKAGE, list_files
from kawat.hands import AHEAD, Given, Made, Pending, cut
from kawat.press.apply import Staged
from kawat.press.crew import BATCH, Worker
from kawat.press.farmhand import Spec, list_reading_libraries, read_batch, render_batch, run
from kawat.press.marks import list_libraries
from kawat.press.plan import find_path
from kawat.press.rows import PageKey
from kawat.press.site import Site

if TYPE_CHECKING:
    from concurrent.futures import Future

SCHEME = "dask://"
CODE = "plugins/kawat"
SECONDS = 30
"""To find the scheduler."""

Task = tuple[PageKey, str, object]


class Cluster:
    """Renders large work on a cluster, in the place of a crew of this machine's own."""

    def __init__(self, worker: Worker, address: str) -> None:
        self.worker, self.address = worker, address

    def build(self, pages: Iterable[PageKey], count: int) -> Iterator[Staged | PageKey]:
        """Each page, staged; a page that there is no more comes back as its key."""
        with _connect(self.address) as client:
            site = self.worker.composer.site
            submit = _make_submit(
                client, _list_folders(site), render_batch.__name__, _dump_by_value(_make_spec(site), site)
            )
            waiting: deque[tuple[list[Task], Future[list[bytes]]]] = deque()
            ahead = _find_ahead(client)
            for keys in cut(pages, BATCH):
                tasks = []
                for page in keys:
                    task = self._compose(page)
                    if task is None:
                        yield page
                    else:
                        tasks.append(task)
                waiting.append((tasks, submit(pickle.dumps(tasks))))
                if len(waiting) >= ahead:
                    yield from self._take(*waiting.popleft())
            while waiting:
                yield from self._take(*waiting.popleft())

    def _compose(self, page: PageKey) -> Task | None:
        view = self.worker.compose(page)
        return None if view is None else (page, find_path(page, self.worker.composer.site), view)

    def _take(self, tasks: list[Task], done: Future[list[bytes]]) -> Iterator[Staged]:
        store = self.worker.composer.store
        for (page, path, _), data in zip(tasks, done.result(), strict=True):
            yield self.worker.stage.put(path, page, data, store)


@contextmanager
def _connect(address: str) -> Iterator[Any]:
    """A client of the scheduler at ``dask://host:port``; raises PressError."""
    try:
        import cloudpickle
        import distributed
    except ImportError as error:
        expected = "install what requirements/dask.txt lists, or leave KAWAT_EXECUTOR empty"
        raise PressError("KAWAT_EXECUTOR", f"{error.name} is not installed", expected) from error
    # The function that a worker runs is sent whole, as nothing of ours is installed there.
    cloudpickle.register_pickle_by_value(sys.modules[run.__module__])
    try:
        make_client: Any = distributed.Client
        client = make_client(f"tcp://{address.removeprefix(SCHEME)}", timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise PressError("KAWAT_EXECUTOR", f"no scheduler at {address}", "start one, or correct the address") from error
    try:
        yield client
    finally:
        client.close()


class Readers:
    """Workers of a cluster that read wire texts."""

    def __init__(self, client: Any) -> None:
        libraries = pickle.dumps(list_reading_libraries())
        self._submit = _make_submit(client, {CODE: PACKAGE}, read_batch.__name__, libraries)
        self.ahead = _find_ahead(client)
        """Batches that should be under way."""

    def submit(self, work: Callable[[Given], Made], given: Given, /) -> Pending[Made]:
        """The results of ``work``, a function of ours at the top of its module."""
        return _Answer(self._submit(pickle.dumps((work.__module__, work.__name__, given))))


class _Answer:
    def __init__(self, done: Future[bytes]) -> None:
        self._done = done

    def result(self) -> Any:
        return pickle.loads(self._done.result())  # noqa: S301 - of our own workers


@contextmanager
def open_cluster(address: str) -> Iterator[Readers]:
    """Readers on a cluster; raises PressError where there is none."""
    with _connect(address) as client:
        yield Readers(client)


def _find_ahead(client: Any) -> int:
    return AHEAD * max(1, int(sum(client.nthreads().values())))


def _make_submit(client: Any, folders: Mapping[str, Path], job: str, spec: bytes) -> Callable[[bytes], Future[Any]]:
    """What has a job done on a batch, by code that is sent once."""
    bundle = _pack(folders)
    key = hashlib.sha256(bundle).hexdigest()
    sent = client.scatter(bundle, broadcast=True)
    executor = client.get_executor(pure=False)
    return lambda batch: executor.submit(run, key, sent, job, spec, batch)


def _list_folders(site: Site) -> dict[str, Path]:
    """Code and theme, by their names in the bundle."""
    overrides = {f"override-{number}": folder for number, folder in enumerate(site.overrides)}
    return {CODE: PACKAGE, "theme": site.theme, **overrides}


def _pack(folders: Mapping[str, Path]) -> bytes:
    """Folders as a zip archive; the same bytes for the same files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, folder in folders.items():
            for path in list_files(folder):
                if "__pycache__" not in path.parts:
                    info = zipfile.ZipInfo(f"{name}/{path.relative_to(folder).as_posix()}")
                    archive.writestr(info, path.read_bytes())
    return packed.getvalue()


def _make_spec(site: Site) -> Spec:
    return Spec(
        name=site.name,
        url=site.url,
        zone=str(site.zone),
        preferred=site.preferred,
        overrides=len(site.overrides),
        has_search=site.index is not None,
        has_ninjs=site.has_ninjs,
        hub=site.hub,
        filters=dict(site.filters),
        libraries=tuple(list_libraries()),
    )


def _dump_by_value(spec: Spec, site: Site) -> bytes:
    """The settings as bytes; filters that the settings' file defines go along whole."""
    import cloudpickle

    for function in site.filters.values():
        module = sys.modules.get(getattr(function, "__module__", ""))
        file = getattr(module, "__file__", None)
        if module is not None and file and "site-packages" not in Path(file).parts:
            cloudpickle.register_pickle_by_value(module)
    return bytes(cloudpickle.dumps(tuple(spec)))
