"""py3langid's identifier. Its model is kept unpacked where Python keeps compiled code, since to unpack it takes longer
than a build; workers share it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from kawat.snapshots import name_snapshot

TABLES = ("nb_ptc", "nb_pc", "nb_classes", "tk_nextmove", "tk_row", "tk_output")
"""What a model consists of."""


@lru_cache(maxsize=1)
def load_identifier() -> Any:
    """The identifier with its own model."""
    # Imported on need: it brings numpy, which takes longer to load than all the rest.
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    stat = (MODEL_DIR / MODEL_FILE).stat()
    folder = name_snapshot(f"langid-{stat.st_size}-{stat.st_mtime_ns}")
    with suppress(OSError, ValueError):
        return _open(folder)
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            _keep(identifier, folder)
    return identifier


def _open(folder: Path) -> Any:
    import numpy as np
    from py3langid.langid import LanguageIdentifier

    weights, prior, classes, moves, rows, output = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in TABLES)
    model = np.asarray(weights), np.array(prior), classes.tolist(), memoryview(moves), output.tolist()
    return LanguageIdentifier(*model, tk_row=rows.tolist())


def _keep(identifier: Any, folder: Path) -> None:
    """Written beside its place and moved there, so that it is there as a whole or not at all."""
    import numpy as np

    folder.parent.mkdir(parents=True, exist_ok=True)
    for old in folder.parent.glob(f"{folder.name.partition('-')[0]}-*"):
        shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".kawat-", ignore_cleanup_errors=True) as staged:
        for name in TABLES:
            np.save(Path(staged, name), np.asarray(getattr(identifier, name)), allow_pickle=False)
        Path(staged).chmod(0o755)
        Path(staged).rename(folder)
