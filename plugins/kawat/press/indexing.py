"""The search index: what Pagefind makes of documents that are written for it alone.

The pages of the site carry nothing for the index: it is made from the store's rows, and holds articles alone.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup

from kawat.errors import PressError
from kawat.files import list_files
from kawat.press.build import find_store
from kawat.press.rows import ReadPost
from kawat.press.searchfiles import FOLDER, MARK, read_mark
from kawat.press.site import Site
from kawat.press.store import Store

VARIABLE = "PAGEFIND_BINARY_PATH"
PROGRAM = "pagefind_extended"
"""The build that parts the words of Chinese, Japanese and Thai."""
FRAGMENTS = 500
"""Articles a language from which several share a file of the index, so that hosts' limits on files are kept."""
UNUSED = ("pagefind-*ui*", "pagefind-highlight*", "pagefind-worker.js")
"""What Pagefind writes for interfaces that we do not use."""
DOCUMENT = Markup(
    '<!doctype html><html lang="{tag}"><meta charset="utf-8"><body>'
    '<main data-pagefind-body><p data-pagefind-ignore data-pagefind-filter="language">{tag}</p>{sectors}'
    '<p data-pagefind-ignore data-pagefind-meta="title">{title}</p>'
    '<time data-pagefind-ignore data-pagefind-meta="date[datetime], day" datetime="{iso}">{day}</time>'
    "{more}<article>{summary}{html}</article></main>"
)
SECTOR = Markup('<p data-pagefind-ignore data-pagefind-filter="sector">{}</p>')
FIELD = Markup('<p data-pagefind-ignore data-pagefind-meta="{}">{}</p>')


@dataclass(frozen=True)
class Indexed:
    """What was done: articles in the index, and whether it is another one than before."""

    articles: int
    is_new: bool


def find_pagefind() -> Path | None:
    """Pagefind's program: that of PAGEFIND_BINARY_PATH, of this environment, or of the PATH."""
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    brought = sorted(Path(sys.prefix).glob(f"pagefind/node_modules/@pagefind/*/bin/{PROGRAM}*"))
    runnable = [path for path in brought if path.suffix in ("", ".exe") and os.access(path, os.X_OK)]
    found = shutil.which(PROGRAM)
    return runnable[0] if runnable else Path(found) if found else None


def make_index(site: Site, folder: Path, is_needed: bool = True) -> Indexed | None:
    """Bring the index in a folder up to date with the store; raises PressError, and then leaves the old one.

    Where it is not needed, None tells that there is no Pagefind to make one with, and none to be made anew.
    """
    if not find_store(site).is_file():
        raise PressError(find_store(site), "no such store", "build the site first")
    with closing(Store(find_store(site), is_read_only=True)) as store:
        count, contents, known = store.count_posts()[0], _hash_documents(site, store), read_mark(folder)
        program = find_pagefind()
        if program is None:
            return _do_without(is_needed, count, is_current=known.startswith(contents) if known else None)
        mark = f"{contents} {_describe(program)}\n"
        if mark == known:
            return Indexed(count, is_new=False)
        with tempfile.TemporaryDirectory(dir=site.cache, prefix="search-") as place:
            documents, fresh = Path(place, "documents"), Path(place, "index")
            for path, document in _write_documents(site, store):
                (documents / path).parent.mkdir(parents=True, exist_ok=True)
                (documents / path).write_bytes(document)
            if count:
                _run(program, documents, fresh / FOLDER)
                (fresh / MARK).write_text(mark, "utf-8")
            if folder.exists():
                folder.rename(Path(place, "old"))
            if count:
                shutil.move(fresh, folder)
    return Indexed(count, is_new=bool(count or known))


def _do_without(is_needed: bool, count: int, is_current: bool | None) -> Indexed | None:
    """Raise where an index is needed, or where the one that is there would show what is no longer published."""
    if is_needed or is_current is False:
        wrong = "no Pagefind on this machine" + ("" if is_needed else ", and the search index is of other articles")
        raise PressError("search", wrong, "make search brings it")
    return Indexed(count, is_new=False) if is_current else None


def _hash_documents(site: Site, store: Store) -> str:
    digest = hashlib.sha256()
    for path, document in _write_documents(site, store):
        digest.update(f"{path}\0{len(document)}\0".encode())
        digest.update(document)
    return digest.hexdigest()


def _describe(program: Path) -> str:
    """What decides, beside the documents, what the index is like."""
    if not program.is_file():
        raise PressError(program, "no such program", f"mend {VARIABLE}")
    return f"{program.stat().st_size} {FRAGMENTS} {' '.join(UNUSED)}"


def _write_documents(site: Site, store: Store) -> Iterator[tuple[str, bytes]]:
    """Every live article as a document for Pagefind, by the path of its page."""
    return ((f"{post.row.address}/index.html", make_document(site, post).encode()) for post in store.iterate_live())


def make_document(site: Site, post: ReadPost) -> str:
    """What Pagefind is given of an article: its words, and what a result shows.

    Words that readers look for without what is written before them stand in a field of their own, which nothing shows.
    """
    row, language = post.row, site.languages[post.row.lang]
    text = Markup(post.html).striptags()  # noqa: S704 - cleaned at reading
    hidden = language.affixes.find_hidden(f"{row.title} {row.summary or ''} {text}")
    fields = {"agency": row.agency, "place": row.place, "forms": " ".join(hidden)}
    sectors = (sector.id for sector in site.sectors.sort(row.sectors))
    return DOCUMENT.format(
        tag=language.tag,
        sectors=Markup("").join(map(SECTOR.format, sectors)),
        title=row.title,
        iso=row.day,
        day=language.format_day(date.fromisoformat(row.day)),
        more=Markup("").join(FIELD.format(name, value) for name, value in fields.items() if value),
        summary=Markup("<p>{}</p>").format(row.summary) if row.summary else "",
        html=Markup(post.html),  # noqa: S704 - cleaned at reading
    )


def _run(program: Path, documents: Path, output: Path) -> None:
    command = [str(program), "--site", str(documents), "--output-path", str(output), "--silent"]
    try:
        done = subprocess.run(  # noqa: S603 - a program that the user has installed
            [*command, "--max-fragments", str(FRAGMENTS)], capture_output=True, text=True, errors="replace"
        )
    except OSError as error:
        raise PressError(program, f"cannot be run: {error.strerror}", f"mend {VARIABLE}, or make search") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing said"]
        raise PressError(program, f"fails: {said[-1]}", "expected Pagefind 1.6, the extended build")
    for pattern in UNUSED:
        for path in output.glob(pattern):
            path.unlink()
    if not list_files(output):
        raise PressError(program, "made no index", "expected Pagefind 1.6, the extended build")
