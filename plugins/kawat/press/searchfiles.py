"""The search index in the output: what ``kawat search`` made, published beside the pages."""

from __future__ import annotations

from pathlib import Path

from kawat.errors import PressError
from kawat.files import list_files
from kawat.press.apply import Publication
from kawat.press.rows import INDEX, PageKey
from kawat.press.site import Site

FOLDER = "pagefind"
"""Below the index's folder and below ``output/``."""
MARK = "mark"
"""The file, beside it, whose text is another one when the index is another one."""
ENTRY = "pagefind-entry.json"
"""Which leads to all others."""
RANK, ENTRY_RANK = 1, 7


def find_index(folder: Path | None) -> Path | None:
    """The folder, when it holds a whole index."""
    return folder if folder and (folder / MARK).is_file() and (folder / FOLDER / ENTRY).is_file() else None


def read_mark(folder: Path | None) -> str:
    """The mark of the index in a folder; empty where there is none."""
    return (folder / MARK).read_text("utf-8") if folder and find_index(folder) else ""


def stage_index(publication: Publication, site: Site, is_due: bool) -> None:
    """Stage the index's files; where nothing about them changed, they only stay."""
    store, stage = publication.store, publication.stage
    known = {path for kind, path in store.find_extras() if kind == INDEX}
    if not is_due:
        publication.claimed.update(known)
        return
    root = site.index / FOLDER if site.index else None
    for file in list_files(root) if root else ():
        path = f"{FOLDER}/{file.relative_to(root).as_posix()}"  # type: ignore[arg-type]
        if path in publication.claimed:
            raise PressError(path, "another file has this path", f"nothing else may lie below {FOLDER}/")
        staged = stage.put(path, PageKey(INDEX, (path,)), file.read_bytes(), store)
        publication.take([(staged, ENTRY_RANK if file.name == ENTRY else RANK, "the search index")])
    for path in known - publication.claimed:
        publication.remove(path, "gone from the search index")
