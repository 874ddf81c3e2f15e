"""Small sites to publish, and a host in memory that fails at a given step."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from broken import URL, SmallSite, copy_theme, make_tables
from conftest import Project, read_tree
from kawat.errors import PublishError
from kawat.press.build import build
from kawat.press.site import Site
from kawat.publish.bucket import CONTROL, Bucket, Source
from kawat.publish.host import Host
from kawat.publish.publishing import Choices, Outcome, Publisher
from kawat.publish.wishes import Wishes
from kawat.report import Progress
from kawat.wire.posts import Moment

TAGS = ("de", "en")
PLAIN, DAY = Choices(), Moment(date(2026, 11, 24))
AHEAD = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


class Killed(BaseException):
    """The end of a publisher, after which nothing of it runs."""


@dataclass
class Memory:
    """A store of objects; each file that is put, copied or removed is a step, and one step may fail."""

    files: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    has_hashes: bool = True
    fault: Callable[[Memory, str], None] | None = None
    at: int = -1
    steps: list[str] = field(default_factory=list)
    watch: Callable[[dict[str, bytes]], None] | None = None
    """Called after each step with what readers see."""
    shuffle: random.Random = field(default_factory=lambda: random.Random(1))

    def _step(self, what: str) -> None:
        number = len(self.steps)
        self.steps.append(what)
        if number == self.at and self.fault:
            self.fault(self, what)

    def _seen(self) -> None:
        if self.watch:
            self.watch(self.public)

    @property
    def public(self) -> dict[str, bytes]:
        return {path: data for path, data in self.files.items() if not path.startswith(f"{CONTROL}/")}

    def _read_source(self, source: Source, path: str) -> bytes | None:
        if isinstance(source, Path):
            return (source / path).read_bytes()
        return self.files.get(f"{source}/{path}" if source else path)

    def read_control(self) -> dict[str, bytes]:
        self._step("read control")
        names = ((path.removeprefix(f"{CONTROL}/"), path) for path in self.files if path.startswith(f"{CONTROL}/"))
        return {name: self.files[path] for name, path in names if "/" not in name}

    def read(self, path: str) -> bytes | None:
        self._step(f"read {path}")
        return self.files.get(path)

    def write(self, path: str, data: bytes) -> None:
        self._step(f"write {path}")
        self.files[path] = data
        self._seen()

    def put(self, source: Source, paths: Sequence[str], headers: Mapping[str, str], target: str = "") -> None:
        for path in self.shuffle.sample(list(paths), len(paths)):  # a tool sends them in any order
            data = self._read_source(source, path)
            if data is None:
                continue
            self._step(f"put {target}/{path}" if target else f"put {path}")
            full = f"{target}/{path}" if target else path
            self.files[full] = data
            self.headers[full] = dict(headers) if isinstance(source, Path) else self.headers.get(path, {})
            self._seen()

    def remove(self, paths: Sequence[str]) -> None:
        for path in paths:
            self._step(f"remove {path}")
            self.files.pop(path, None)
            self._seen()

    def find_wrong(self, source: Source, paths: Sequence[str]) -> list[str]:
        self._step("verify")
        return [path for path in paths if self.files.get(path, b"-") != self._read_source(source, path)]

    def list_all(self) -> dict[str, int]:
        self._step("list")
        return {path: len(data) for path, data in self.files.items()}

    def purge(self, folder: str) -> None:
        self.remove([path for path in self.files if path.startswith(f"{folder}/")])


def kill(memory: Memory, what: str) -> None:
    raise Killed(what)


def refuse(memory: Memory, what: str) -> None:
    raise PublishError("memory", f"no answer to {what}", "try again")


@dataclass
class Newsroom:
    """A site that changes, and is published again and again."""

    project: Project
    wishes: Wishes = field(default_factory=lambda: Wishes(remote="/nowhere"))
    url: str = URL
    tags: tuple[str, ...] = TAGS

    @cached_property
    def _own(self) -> dict[str, Path]:
        """A theme and tables of two languages, so that the site is small."""
        root = self.project.root
        return {"theme": copy_theme(root / "theme", self.tags), "tables": make_tables(root / "tables", self.tags)}

    @property
    def site(self) -> Site:
        known = vars(self.project.site(url=self.url))
        names = (field.name for field in fields(Site))
        return SmallSite(**{name: known[name] for name in names if name in known} | self._own)  # type: ignore[arg-type]

    def write(self, tag: str, name: str, title: str = "A title", **fields: object) -> None:
        values = {"title": title, "moment": DAY, "sectors": ("daily-news",), "body": f"About {title}.\n"}
        self.project.write_post(f"{tag}/2026/11/{name}.md", **values | fields)

    def fill(self) -> None:
        """Three posts in two languages, of which two tell one story."""
        self.write("en", "one-00000001", "One", story="one")
        self.write("de", "eins-00000002", "Eins", story="one")
        self.write("en", "two-00000003", "Two", sectors=())
        self.build()

    def edit(self) -> None:
        """A post more in a sector of its own, one changed, one gone; not built yet."""
        self.write("de", "drei-00000004", "Drei", story="three", sectors=("top-story",))
        self.write("en", "one-00000001", "One again", story="one")
        (self.project.content / "en" / "2026" / "11" / "two-00000003.md").unlink()

    def change(self) -> None:
        self.edit()
        self.build()

    def build(self) -> None:
        build(self.site, Progress(), workers=1)

    def publisher(self, host: Host | None = None, **wishes: object) -> Publisher:
        publisher = Publisher(self.site, Wishes(**{**vars(self.wishes), **wishes}), AHEAD, Progress())
        if host is not None:
            publisher.host = host
        return publisher

    def publish(self, host: Host | None = None, choices: Choices = PLAIN, **wishes: object) -> Outcome:
        return self.publisher(host, **wishes).publish(choices)

    @property
    def tree(self) -> dict[str, bytes]:
        """The site in the output, with what hosts get beside it."""
        beside = read_tree(self.project.cache / "publish" / "beside")
        return self.project.tree() | beside


def make_bucket(memory: Memory) -> Bucket:
    return Bucket("memory", memory)


class Corner(Newsroom):
    """A newsroom with one language and few files, for hosts that take long."""

    def fill(self) -> None:
        self.tags = ("en",)
        for number, name in enumerate(("one", "two"), start=1):
            self.write("en", f"{name}-0000000{number}", name.title(), sectors=())
        self.build()

    def edit(self) -> None:
        self.write("en", "three-00000004", "Three", sectors=())
        self.write("en", "one-00000001", "One again", sectors=())
        (self.project.content / "en" / "2026" / "11" / "two-00000002.md").unlink()
