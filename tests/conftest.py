"""Tiny projects to build, and the switch that writes goldens anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from kawat.convert import Conversion, Converter
from kawat.languages import load_languages
from kawat.press.build import Built, build
from kawat.press.site import Site
from kawat.report import Progress
from kawat.wire.posts import Post, dump_post

if TYPE_CHECKING:
    from releases import Newsroom

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TAGS = tuple(load_languages())


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the goldens anew")
    parser.addoption("--soak", action="store_true", help="run many more, and longer, sequences of changes")


settings.register_profile(
    "quick", max_examples=50, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.register_profile("soak", settings.get_profile("quick"), max_examples=500, stateful_step_count=30)


@pytest.fixture
def is_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--golden"))


class Project:
    """A folder with wire texts, posts and a site."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.wire, self.content, self.output = root / "wire", root / "content", root / "output"
        self.cache = root / ".cache"
        self.wire.mkdir()
        self.content.mkdir()

    def site(self, **changes: object) -> Site:
        values = {
            "content": self.content,
            "output": self.output,
            "cache": self.cache,
            "theme": ROOT / "theme",
            "url": "https://news.example",
        }
        return Site(**values | changes)  # type: ignore[arg-type]

    def convert(self, workers: int = 1) -> Conversion:
        return Converter(self.wire, self.content, self.cache, NOW, workers=workers).convert_all(Progress())

    def build(self, workers: int = 1, **changes: object) -> Built:
        return build(self.site(**changes), Progress(), workers=workers)

    def write_text(self, name: str, text: str | bytes) -> Path:
        path = self.wire / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def write_post(self, name: str, **fields: object) -> Path:
        """A post with what it needs; ``name`` is its path below ``content/``."""
        post = Post(**{"title": "A title", "body": "A paragraph.\n"} | fields)  # type: ignore[arg-type]
        return self.write_raw(name, dump_post(post))

    def write_raw(self, name: str, text: str | bytes) -> Path:
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, path: str) -> str:
        return (self.output / path).read_text(encoding="utf-8")

    def tree(self) -> dict[str, bytes]:
        return read_tree(self.output)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path; empty folders do not count."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def newsroom(project: Project) -> Newsroom:
    """A small site that is built, to be published."""
    from releases import Newsroom  # which builds upon this module

    newsroom = Newsroom(project)
    newsroom.fill()
    return newsroom


@pytest.fixture
def www(newsroom: Newsroom) -> Path:
    """A folder to publish to; nothing is there yet."""
    return newsroom.project.root / "www"


@pytest.fixture
def make_project(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Project]:
    return lambda: Project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The project's own wire texts, converted and built once; tests only read it."""
    project = Project(tmp_path_factory.mktemp("sample"))
    project.wire.rmdir()
    project.wire.symlink_to(ROOT / "wire")
    project.convert()
    project.build()
    yield project
