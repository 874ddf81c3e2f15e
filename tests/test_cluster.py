"""Pages rendered, and texts read, on a real cluster of two processes that share nothing with us."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from distributed import LocalCluster

from conftest import NOW, ROOT, Project, read_tree
from kawat import opening
from kawat.cli import main
from kawat.conversion import Conversion
from kawat.convert import Converter
from kawat.errors import PressError
from kawat.press import cluster, work
from kawat.press.apply import STAGE
from kawat.report import Progress
from kawat.wire.posts import Moment
from test_learning import make_release
from test_opening import make_zip
from texts import make_text

pytestmark = pytest.mark.filterwarnings("ignore")  # the library's own


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("cluster")
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, local_directory=str(folder)
    ) as started:
        yield started.scheduler_address.replace("tcp://", cluster.SCHEME)


def write_posts(project: Project) -> None:
    for tag in ("id", "ar", "ja"):
        for number in range(8):
            name = f"{tag}/2026/11/satu-{number:08x}.md"
            moment = Moment(date(2026, 11, number + 1))
            project.write_post(name, title=f"A & {number}", moment=moment, story=f"s-{number}", sectors=("energy",))


def test_cluster_gives_the_same_bytes(
    address: str, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clean and incremental builds, a changed theme's and a filter's, equal those of this machine alone."""
    monkeypatch.setattr(work, "LARGE_WORK", 1)
    write_posts(project)
    settings: dict[str, object] = {"filters": {"loud": lambda text: text.upper()}, "overrides": (tmp_path / "own",)}
    (tmp_path / "own").mkdir()
    project.build(executor=address, **settings)
    assert len(project.tree()) > 90
    assert project.tree() == build_alone(project, "first", **settings)
    (tmp_path / "own" / "page.html").write_text("{{ page.title | loud }}")
    (tmp_path / "own" / "robots.txt").write_text("?")
    front = (project.site().theme / "templates" / "front.html").read_text("utf-8")
    (tmp_path / "own" / "front.html").write_text(front.replace("{{ _(", "{{ 'new' | loud }} {{ _(", 1), "utf-8")
    project.write_post("ja/2026/11/dua-00000011.md", title="Dua", moment=Moment(date(2026, 11, 3)))
    project.build(executor=address, **settings)
    assert "NEW" in project.read("ja/index.html")
    assert project.tree() == build_alone(project, "second", **settings)
    settings |= {"has_ninjs": False, "hub": "https://hub.example/"}
    project.build(executor=address, **settings)
    assert project.tree() == build_alone(project, "third", **settings)


def build_alone(project: Project, name: str, **settings: object) -> dict[str, bytes]:
    other = Project.__new__(Project)
    other.__dict__ |= project.__dict__ | {"output": project.root / name, "cache": project.root / f".{name}"}
    other.build(**settings)
    return other.tree()


def test_cluster_that_is_not_there_is_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "LARGE_WORK", 1)
    monkeypatch.setattr(cluster, "SECONDS", 1)
    write_posts(project)
    with pytest.raises(PressError, match=r"no scheduler at dask://127\.0\.0\.1:1"):
        project.build(executor="dask://127.0.0.1:1")


def test_worker_with_other_libraries_is_refused(
    address: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page must not depend on where it was rendered."""
    monkeypatch.setattr(work, "LARGE_WORK", 1)
    monkeypatch.setattr(cluster, "list_libraries", lambda: ["jinja2-0.1.dist-info"])
    write_posts(project)
    with pytest.raises(PressError, match=r"other libraries on a worker: .*jinja2-0\.1"):
        project.build(executor=address)
    assert [path for path in project.tree() if not path.startswith(f"{STAGE}/")] == []


# -- texts


def write_texts(project: Project) -> None:
    """Twenty texts, one in an archive, one that nobody can read."""
    for number in range(18):
        project.write_text(f"{number:02}.en.txt", make_release(number))
    project.write_text("box.zip", make_zip({"a.id.txt": make_text(headline="Satu"), "b.txt": b""}))


def convert(project: Project, executor: str = "", workers: int = 1) -> Conversion:
    converter = Converter(project.wire, project.content, project.cache, NOW, workers=workers, executor=executor)
    return converter.convert_all(Progress())


@pytest.fixture
def _is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGE_WORK", 2)
    monkeypatch.setattr(opening, "BATCH", 4)


@pytest.mark.usefixtures("_is_large")
def test_cluster_reads_texts_as_we_do(address: str, make_project: Callable[[], Project]) -> None:
    project, alone = make_project(), make_project()
    for one in (project, alone):
        write_texts(one)
    found, expected = convert(project, address), convert(alone)
    assert (len(found.written), len(found.set_aside)) == (19, 1)
    assert list(map(str, found.set_aside)) == list(map(str, expected.set_aside))
    assert found.learned == expected.learned
    assert read_tree(project.content) == read_tree(alone.content)


@pytest.mark.usefixtures("_is_large")
def test_reader_with_other_libraries_is_refused(
    address: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "list_reading_libraries", lambda: ["py3langid-0.1"])
    write_texts(project)
    with pytest.raises(PressError, match=r"other libraries on a worker: .*py3langid-0\.1"):
        convert(project, address)


@pytest.mark.usefixtures("_is_large")
def test_the_build_hands_its_cluster_to_the_conversion(
    address: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``kawat build --wire`` reads texts where KAWAT_EXECUTOR says."""
    write_texts(project)
    settings = (
        f"KAWAT_EXECUTOR = {address!r}\nSITEURL = 'https://news.example'\nPATH = 'content'\nOUTPUT_PATH = 'output'\n"
        f"THEME = {str(project.site().theme)!r}\nPLUGINS = ['kawat']\nDEFAULT_LANG = 'id'\nSITENAME = 'Kawat'\n"
        f"PLUGIN_PATHS = {[str(ROOT / 'plugins')]!r}\nCACHE_PATH = '.cache'\n"
    )
    (project.root / "pelicanconf.py").write_text(settings)
    monkeypatch.chdir(project.root)
    asked = []
    open_cluster = cluster.open_cluster
    monkeypatch.setattr(cluster, "open_cluster", lambda address: asked.append(address) or open_cluster(address))
    assert main(["build", "--wire", "wire", "-s", "pelicanconf.py"]) == 0
    assert set(asked) == {address}
    assert len(list(project.content.rglob("*.md"))) == 19
