"""Pages rendered on other machines, through dask.distributed's executor.

This process reads, plans, composes and writes; the cluster's workers get what a page shows and give back its bytes.
They share nothing with us: code and theme are sent to them, and their libraries have to be of our versions.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kawat.errors import PressError
from kawat.files import PACKAGE, list_files
from kawat.press.apply import Staged
from kawat.press.crew import BATCH, Worker, cut
from kawat.press.farmhand import Spec, run
from kawat.press.marks import list_libraries
from kawat.press.plan import find_path
from kawat.press.rows import PageKey
from kawat.press.site import Site

if TYPE_CHECKING:
    from concurrent.futures import Future

SCHEME = "dask://"
AHEAD = 4
"""Batches that wait for each of the cluster's threads."""
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
            submit = self._make_submit(client)
            waiting: deque[tuple[list[Task], Future[list[bytes]]]] = deque()
            ahead = AHEAD * max(1, sum(client.nthreads().values()))
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

    def _make_submit(self, client: Any) -> Callable[[bytes], Future[list[bytes]]]:
        site = self.worker.composer.site
        bundle = _pack(site)
        key = hashlib.sha256(bundle).hexdigest()
        spec = _dump_by_value(_make_spec(site), site)
        sent = client.scatter(bundle, broadcast=True)
        executor = client.get_executor(pure=False)
        return lambda batch: executor.submit(run, key, sent, spec, batch)

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


def _pack(site: Site) -> bytes:
    """Code and theme as a zip archive; the same bytes for the same files."""
    packed = io.BytesIO()
    folders = {"plugins/kawat": PACKAGE, "theme": site.theme}
    folders |= {f"override-{number}": folder for number, folder in enumerate(site.overrides)}
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
