"""What a worker of a cluster runs. ``run`` is sent by value, so it imports what it needs itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from kawat.press.render import Renderer

READING = ("anyascii", "babel", "py3langid")


class Spec(NamedTuple):
    """The settings that a renderer needs."""

    name: str
    url: str
    zone: str
    preferred: str
    overrides: int
    """Folders of templates that come before the theme's."""
    has_search: bool
    has_ninjs: bool
    hub: str
    filters: dict[str, Callable[..., Any]]
    libraries: tuple[str, ...]
    """Names and versions, which have to be the same here."""


def run(key: str, bundle: bytes, job: str, spec: bytes, batch: bytes) -> Any:
    """What a function of this module, the ``job``, makes of a batch.

    ``key`` names the code and theme in ``bundle``, which is unpacked once.
    """
    import importlib
    import io
    import os
    import shutil
    import sys
    import tempfile
    import zipfile

    from distributed import get_worker

    place = get_worker().local_directory  # this worker's own; nobody else can put code there
    folder = os.path.join(place, f"kawat-{key}")  # noqa: PTH118
    if not os.path.isdir(folder):  # noqa: PTH112
        fresh = tempfile.mkdtemp(dir=place)
        with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
            archive.extractall(fresh)
        try:
            os.rename(fresh, folder)  # noqa: PTH104
        except OSError:  # another thread was quicker
            shutil.rmtree(fresh)
    code = os.path.join(folder, "plugins")  # noqa: PTH118
    if code not in sys.path:
        # Another version of the code may have been sent before.
        sys.path[:] = [code, *(path for path in sys.path if not path.startswith(os.path.join(place, "kawat-")))]  # noqa: PTH118
        for name in [name for name in sys.modules if name.partition(".")[0] == "kawat"]:
            del sys.modules[name]
    farmhand = importlib.import_module("kawat.press.farmhand")
    return getattr(farmhand, job)(folder, spec, batch)


def read_batch(folder: str, spec: bytes, batch: bytes) -> bytes:
    """The pickled results of a function of ours, which reads texts."""
    import importlib
    import pickle

    _compare_libraries(pickle.loads(spec), list_reading_libraries())  # noqa: S301 - ours
    module, name, given = pickle.loads(batch)  # noqa: S301 - ours
    return pickle.dumps(getattr(importlib.import_module(module), name)(given))


def list_reading_libraries() -> list[str]:
    """The libraries that decide what a text is read as, with their versions."""
    from importlib.metadata import version

    return [f"{name}-{version(name)}" for name in READING]


def _compare_libraries(theirs: Iterable[str], ours: Iterable[str]) -> None:
    """Raise PressError where they are not the same."""
    from kawat.errors import PressError

    differing = sorted(set(theirs) ^ set(ours))
    if differing:
        raise PressError("KAWAT_EXECUTOR", f"other libraries on a worker: {', '.join(differing)}", "install the same")


def render_batch(folder: str, spec: bytes, batch: bytes) -> list[bytes]:
    """The bytes of pages."""
    import pickle

    renderer = _prepare(folder, spec)
    return [renderer.render(page, path, view) for page, path, view in pickle.loads(batch)]  # noqa: S301 - ours


@lru_cache(maxsize=2)
def _prepare(folder: str, spec: bytes) -> Renderer:
    """A renderer for the settings; raises PressError where the libraries differ from those at home."""
    import pickle
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from kawat.press.marks import list_libraries
    from kawat.press.render import make_renderer
    from kawat.press.site import Site

    given = Spec(*pickle.loads(spec))  # noqa: S301 - ours
    _compare_libraries(given.libraries, list_libraries())
    root = Path(folder)
    site = Site(
        content=root,
        output=root,
        cache=root,
        theme=root / "theme",
        name=given.name,
        url=given.url,
        zone=ZoneInfo(given.zone),
        preferred=given.preferred,
        overrides=tuple(root / f"override-{number}" for number in range(given.overrides)),
        index=root if given.has_search else None,
        has_ninjs=given.has_ninjs,
        hub=given.hub,
        filters=given.filters,
    )
    return make_renderer(site)
