"""Files of the wire opened and read, in order: a few here, many in several processes or on other machines."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from stat import S_ISREG

from kawat.desk.dating import Dating
from kawat.desk.tables import Desk, load_desk
from kawat.errors import WireError
from kawat.hands import AHEAD, Pending, Pool, open_pool
from kawat.paragraphs import make_line
from kawat.wire.charset import LARGEST
from kawat.wire.model import Facts, WireText
from kawat.wire.posts import Post
from kawat.wire.reader import read_wires

BATCH, BATCH_BYTES = 32, 1024 * 1024
"""Texts that a worker takes at a time, and bytes from which fewer are enough."""
LARGE_WORK = 400
"""Texts from which starting workers pays."""
LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of a container; a text of its own may have ``LARGEST``."""

File = tuple[str, bytes]
Read = list[WireText]


@dataclass
class Text:
    """A text on its way to a post."""

    file: str
    """The file that holds it."""
    source: str
    digest: str
    wire: WireText | None = None
    """None where it was not read, as it is known, or cannot be."""
    post: Post | None = None
    dating: Dating | None = None
    is_due: bool = False
    """Whether it has to be looked at once more."""


@dataclass
class Opened:
    """A file, and the texts in it."""

    source: str
    digest: str = ""
    """SHA-256 of its bytes in hex digits; empty where it could not be read."""
    wires: Read | None = None
    """None where nobody needed to read it."""
    error: WireError | None = None
    name: str = ""
    """What it is called in messages, where that is not its path."""
    data: bytes = field(default=b"", repr=False)
    """Empty once it was read."""

    def list_texts(self) -> list[Text]:
        """The texts, each with a source of its own; a file that was not read is one."""
        if self.wires is None:
            return [Text(self.source, self.name or self.source, self.digest)]
        given: set[str] = set()
        return [self._make_text(wire, given) for wire in self.wires]

    def _make_text(self, wire: WireText, given: set[str]) -> Text:
        name, number = wire.source, 1
        while name in given:
            number += 1
            name = f"{wire.source}~{number}"
        given.add(name)
        digest = digest_text(wire) if wire.parts else self.digest
        return Text(self.source, name, digest, replace(wire, source=name) if number > 1 else wire)


def digest_text(wire: WireText) -> str:
    """SHA-256 of a text's bytes, and of what its container states about it, in hex digits."""
    digest = hashlib.sha256(wire.rebuild())
    if wire.facts != Facts():
        stated = {name: value for name, value in asdict(wire.facts).items() if value}
        digest.update(json.dumps(stated, sort_keys=True, default=str).encode())
    return digest.hexdigest()


class Opener:
    """Opens files; ``is_known`` tells by a file's name and digest that there is no need to read it."""

    def __init__(
        self, root: Path, desk: Desk, is_known: Callable[[str, str], bool], workers: int, executor: str = ""
    ) -> None:
        self.root, self.desk, self.is_known, self.workers, self.executor = root, desk, is_known, workers, executor

    def open_all(self, sources: Iterable[str], count: int) -> Iterator[Opened]:
        """Each file, in the order given; many are read by workers, or on the cluster at ``executor``."""
        opened = (open_file(self.root, source) for source in sources)
        if count < LARGE_WORK or (self.workers < 2 and not self.executor):
            yield from map(self._read, opened)
            return
        if not self.executor:
            with open_pool(self.workers, self.root, load_desk) as pool:
                yield from self._read_far(pool, AHEAD * self.workers, opened)
            return
        from kawat.press.cluster import open_cluster

        with open_cluster(self.executor) as readers:
            yield from self._read_far(readers, readers.ahead, opened)

    def _read(self, opened: Opened) -> Opened:
        """The file with its texts, unless they are known."""
        if not opened.error and not self.is_known(opened.source, opened.digest):
            opened.wires = read_file((opened.source, opened.data), self.desk)
        opened.data = b""
        return opened

    def _read_far(self, pool: Pool, ahead: int, files: Iterable[Opened]) -> Iterator[Opened]:
        """The same by workers: batches of what has to be read go out, and everything comes back in order."""
        waiting: deque[tuple[list[Opened], Pending[list[Read]]]] = deque()
        for batch in _cut(files):
            unknown = [one for one in batch if not one.error and not self.is_known(one.source, one.digest)]
            given = [(one.source, one.data) for one in unknown]
            for one in batch:
                one.data = b""
            for one in unknown:
                one.wires = []
            waiting.append((batch, pool.submit(read_batch, given)))
            if len(waiting) >= ahead:
                yield from _join(*waiting.popleft())
        while waiting:
            yield from _join(*waiting.popleft())


def _cut(files: Iterable[Opened]) -> Iterator[list[Opened]]:
    """Batches, bounded by number and by bytes."""
    batch: list[Opened] = []
    size = 0
    for opened in files:
        batch.append(opened)
        size += len(opened.data)
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _join(batch: list[Opened], done: Pending[list[Read]]) -> Iterator[Opened]:
    read = iter(done.result())
    for one in batch:
        if one.wires is not None:
            one.wires = next(read)
        yield one


def open_file(root: Path, source: str) -> Opened:
    """A file's bytes, or why they cannot be read."""
    if box := _find_box(root, source):
        name = f"./{source}"  # the source is that of a text in the container
        error = WireError(f"{make_line(name)}:1", f"named as a text in {make_line(box)} would be", "rename the file")
        return Opened(source, error=error, name=name)
    try:
        return _open(root, source)
    except WireError as error:
        return Opened(source, error=error)
    except OSError as error:
        wrong = f"cannot be read: {error.strerror}"
        return Opened(source, error=WireError(f"{make_line(source)}:1", wrong, "expected a readable file"))


def _find_box(root: Path, source: str) -> str | None:
    """A file beside this one whose name and ``#`` begin this one's."""
    places = [index for index, char in enumerate(source) if char == "#"]
    return next((source[:place] for place in places if (root / source[:place]).is_file()), None)


def _open(root: Path, source: str) -> Opened:
    if source != make_line(source):
        raise WireError(f"{make_line(source)}:1", "a file name with control characters", "rename the file")
    path = root / source
    stat = path.lstat()
    if not S_ISREG(stat.st_mode):
        raise WireError(f"{source}:1", "no regular file", "put the text itself here")
    if stat.st_size > LARGEST_FILE:
        raise WireError(f"{source}:1", f"{stat.st_size} bytes long", f"expected at most {LARGEST} for a text")
    data = path.read_bytes()
    return Opened(source, hashlib.sha256(data).hexdigest(), data=data)


def read_file(file: File, desk: Desk) -> Read:
    source, data = file
    return read_wires(data, source, desk.languages, desk.agencies)


def read_batch(files: list[File]) -> list[Read]:
    """The texts in files, in another process."""
    return list(map(partial(read_file, desk=load_desk()), files))
