"""The benchmark: one corpus for all, measured as it says."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from bench import wire as bench_wire
from bench.contenders import CONTENDERS
from bench.contenders.contender import CASES, Pages
from bench.corpus import Corpus, Post
from bench.dispatches import UNKNOWN, invent_dispatches
from bench.errors import BuildError, UsageError
from bench.formats import Format, HugoFormat, KawatFormat, PelicanFormat
from bench.measure import Command, Cost, measure
from bench.options import MOST_FOR_PELICAN, read_options
from bench.profiles import format_spots, read_spots
from bench.report import make_cost_table, make_page_table, write_json
from bench.rounds import Result, Run, run_rounds
from bench.solo import profile_build
from bench.workshop import ASIDE, open_workshop, put_aside
from conftest import ROOT, TAGS, Project
from kawat.press.site import Site
from kawat.wire.posts import parse_post
from kawat.wire.reader import read_wires

WIRE = ROOT / "wire"
STORIES = 3
FORMATS: tuple[Format, ...] = (KawatFormat(), HugoFormat(), PelicanFormat())
CHANGES = ("add", "edit", "withdraw", "move")


def make_corpus(seed: int = 1, stories: int = STORIES) -> Corpus:
    return Corpus(seed, stories, WIRE)


def digest_corpus() -> str:
    """A digest of all that the formats write; called in other processes too."""
    corpus = make_corpus()
    texts = (one.find_path(post) + one.dump(post) for post in corpus for one in FORMATS)
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


# -- the corpus


def test_a_seed_is_one_corpus_in_every_process() -> None:
    line = [sys.executable, "-c", "import test_bench; print(test_bench.digest_corpus())"]
    path = os.pathsep.join(str(ROOT / name) for name in ("tests", "plugins", "."))
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": path}
    done = subprocess.run(line, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == digest_corpus()


def test_another_seed_is_another_corpus() -> None:
    one, other = list(make_corpus(1)), list(make_corpus(2))
    assert [post.paragraphs for post in one] != [post.paragraphs for post in other]


def test_a_story_is_told_in_every_language_once() -> None:
    posts = list(make_corpus())
    assert len(posts) == STORIES * len(TAGS)
    assert len({(post.story, post.language.tag) for post in posts}) == len(posts)
    assert len({post.slug for post in posts}) == len(posts)


def test_a_larger_corpus_has_the_smaller_ones_posts() -> None:
    """So that figures of several sizes are about the same texts."""
    assert next(iter(make_corpus())) == next(iter(make_corpus(stories=STORIES + 2)))


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: type(form).__name__)
def test_a_change_is_one_file(form: Format, change: str, tmp_path: Path) -> None:
    """A new post is a new file; another change falls on a file that there is, and alters it."""
    corpus = make_corpus()
    known = {form.find_path(post): form.dump(post) for post in corpus}
    post: Post = getattr(corpus, change)(0)
    assert (form.find_path(post) in known) == (change != "add")
    assert form.dump(post) != known.get(form.find_path(post))


# -- the formats


def read_kawat(text: str) -> tuple[object, ...]:
    post = parse_post(text, "post.md")
    return post.title, str(post.moment), tuple(post.sectors), post.summary, post.body.strip()


def read_hugo(text: str) -> tuple[object, ...]:
    _, front, body = text.split("+++\n", 2)
    fields = tomllib.loads(front)
    moment = f"{fields['date']:%Y-%m-%d %H:%M}"
    return fields["title"], moment, tuple(fields["sectors"]), fields["summary"], body.strip()


def read_pelican(text: str) -> tuple[object, ...]:
    front, body = text.split("\n\n", 1)
    fields: Mapping[str, str] = dict(line.split(": ", 1) for line in front.splitlines())
    return fields["Title"], fields["Date"], tuple(fields["Tags"].split(", ")), fields["Summary"], body.strip()


def test_all_formats_carry_the_same_posts() -> None:
    for post in make_corpus():
        read = [
            read(form.dump(post)) for form, read in zip(FORMATS, (read_kawat, read_hugo, read_pelican), strict=True)
        ]
        moment, body = f"{post.moment:%Y-%m-%d %H:%M}", "\n\n".join(post.paragraphs)
        assert set(read) == {(post.title, moment, post.sectors, post.summary, body)}


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: type(form).__name__)
def test_every_post_is_a_file(form: Format, tmp_path: Path) -> None:
    corpus = make_corpus()
    form.write_all(corpus, tmp_path)
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == len(corpus)


# -- measuring


def test_a_cost_counts_files_and_processors(tmp_path: Path) -> None:
    output = tmp_path / "out"
    output.mkdir()
    for name in ("kept", "changed", "gone"):
        (output / name).write_text("old")
    program = (
        "import os; os.remove('out/gone'); open('out/changed', 'w').write('x'); open('out/new', 'w'); sum(range(10**6))"
    )
    cost = measure("x", Command((sys.executable, "-c", program), tmp_path), output, tmp_path / "log")
    assert (cost.written, cost.removed) == (2, 1)
    assert 0 < cost.cpu < 60 and cost.peak > 1


def test_a_build_that_fails_says_its_last_lines(tmp_path: Path) -> None:
    command = Command((sys.executable, "-c", "raise SystemExit('no ink')"), tmp_path)
    with pytest.raises(BuildError, match=r"status 1(.|\n)*no ink"):
        measure("x", command, tmp_path / "out", tmp_path / "log")


@pytest.mark.parametrize("name", ["press", "pelican"])
def test_a_contender_builds_what_changed(name: str, tmp_path: Path) -> None:
    """Every case works; the press writes nothing when nothing changed, and little for one post."""
    corpus = make_corpus()
    with open_workshop(tmp_path, [name], 0) as folders:
        contender = CONTENDERS[name](folders[name], corpus)
        contender.prepare()
        result = run_rounds(
            [contender],
            ("clean", "unchanged", "added", "withdrawn") if name == "press" else ("clean", "withdrawn"),
            1,
            lambda _: None,
        )
    assert result.pages[name]["article"].count == len(corpus)
    assert {"front", "sector", "month", "day", "feed", "sitemap"} <= result.pages[name].keys()
    if name == "press":
        everything = result.find_median("clean", name, "written") or 0
        assert result.find_median("unchanged", name, "written") == 0
        assert (result.find_median("added", name, "written") or everything) < everything / 5
    assert list(tmp_path.iterdir()) == []


# -- the report


def make_result() -> Result:
    """Three rounds of two contenders."""
    walls = {"press": (1.0, 9.0, 2.0), "hugo": (4.0, 3.0, 5.0)}
    written = {"press": 3, "hugo": 12}
    runs = tuple(
        Run(turn + 1, "clean", name, Cost(wall, wall, 1.0, 50.0, written[name]))
        for name, series in walls.items()
        for turn, wall in enumerate(series)
    )
    pages = {
        "press": {"front": Pages(2, 400), "day": Pages(3, 9)},
        "hugo": {"front": Pages(2, 500), "day": Pages(4, 9)},
    }
    return Result(runs, pages)


def test_ratios_are_those_of_the_medians() -> None:
    lines = make_cost_table(make_result(), ("clean",)).splitlines()
    assert [line.split() for line in lines[2:]] == [
        "clean press 2.00 3.00 50 3 0".split(),
        "clean hugo 4.00 5.00 50 12 0".split(),
        "press/hugo 0.500 0.600 1.000 0.250 –".split(),
    ]


def test_the_json_has_every_run_and_the_medians(tmp_path: Path) -> None:
    write_json(tmp_path / "new" / "bench.json", make_result(), {"posts": 5}, ("clean",))
    data = json.loads((tmp_path / "new" / "bench.json").read_text("utf-8"))
    assert (data["posts"], len(data["runs"]), data["runs"][0]["cost"]["cpu"]) == (5, 6, 2.0)
    assert data["medians"]["clean"]["press"]["wall"] == 2.0
    assert data["pages"]["hugo"]["day"] == {"count": 4, "size": 9}


def test_a_case_without_the_press_has_no_ratios() -> None:
    result = make_result()
    alone = Result(tuple(run for run in result.runs if run.contender == "hugo"), {"hugo": result.pages["hugo"]})
    assert "/" not in make_cost_table(alone, ("clean",))


def test_different_numbers_of_pages_are_marked() -> None:
    lines = {line.split()[0]: line for line in make_page_table(make_result()).splitlines()}
    assert "≠" in lines["day"] and "≠" not in lines["front"]


# -- what is asked for


def test_options_are_bounded_for_large_sizes() -> None:
    """By default three cases, with stock Pelican; of an archive one round, without it."""
    small, large = read_options([]), read_options(["--posts", str(MOST_FOR_PELICAN + 1)])
    assert (small.posts, small.rounds, small.cases) == (1600, 3, ("clean", "unchanged", "added"))
    assert (small.contenders, large.contenders) == (("press", "hugo", "pelican"), ("press", "hugo"))
    assert large.rounds == 1
    assert read_options(["--cases", "all"]).cases == tuple(CASES)


@pytest.mark.parametrize("line", ["--cases burned", "--with quill", "--rounds 0", "--posts 3", "--press tests"])
def test_what_cannot_be_measured_is_said(line: str) -> None:
    with pytest.raises(UsageError, match=r"expected|checkout"):
        read_options(line.split())


def test_a_workshop_takes_nobody_elses_folder(tmp_path: Path) -> None:
    (tmp_path / "press").mkdir()
    with pytest.raises(UsageError, match="not made by the benchmark"), open_workshop(tmp_path, ["press"], 0):
        pass
    assert (tmp_path / "press").is_dir()


def test_a_workshop_removes_at_its_end_and_not_before(tmp_path: Path) -> None:
    """What a run that was told to keep its projects left is put aside, too."""
    with open_workshop(tmp_path, ["press"], 0, keep=True) as folders:
        (folders["press"] / "output").mkdir()
    with open_workshop(tmp_path, ["press"], 0) as folders:
        (folders["press"] / "output").mkdir()
        put_aside(folders["press"] / "output", folders["press"], "0-output")
        assert sorted(path.name for path in (folders["press"] / ASIDE).iterdir()) == ["0-output", "before"]
    assert list(tmp_path.iterdir()) == []


# -- the profile


def test_a_profile_names_the_functions_of_the_press(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write_post("en/2026/11/a.md")
    site: Site = project.site()
    settings = f"SITEURL = {site.url!r}\nTHEME = {str(site.theme)!r}\nPATH = 'content'\nCACHE_PATH = '.cache'\n"
    (project.root / "pelicanconf.py").write_text(settings)
    monkeypatch.chdir(project.root)
    profile_build(project.root / "figures")
    spots = read_spots(project.root / "figures", ROOT)
    assert {spot.name for spot in spots if spot.where.startswith("kawat/press/build.py:")} > {"build"}
    slowest = max(spots, key=lambda spot: spot.total)
    assert slowest.name in format_spots(spots, "total", 3).splitlines()[2]


# -- the conversion


def test_dispatches_are_the_same_for_a_seed_and_all_are_read(project: Project) -> None:
    """Languages, agencies, encodings and lengths vary; each is a post, and agencies without a file are learned."""
    corpus = make_corpus()
    some = list(invent_dispatches(corpus, 180))
    assert some == list(invent_dispatches(make_corpus(), 180))
    assert some[30:] == list(invent_dispatches(corpus, 150, 30))
    assert len({dispatch.name for dispatch in some}) == len(some)
    for dispatch in some:
        project.write_text(dispatch.name, dispatch.data)
    conversion = project.convert()
    assert (len(conversion.written), conversion.set_aside) == (len(some), [])
    assert {learned.agency for learned in conversion.learned} & set(UNKNOWN)
    posts = [parse_post(path.read_text("utf-8"), path.name) for path in project.content.rglob("*.md")]
    assert {post.lang for post in posts} == set(TAGS)
    assert len({post.agency for post in posts}) > 10
    assert max(len(post.body) for post in posts) > 4 * min(len(post.body) for post in posts)
    assert len({wire.encoding for one in some for wire in read_wires(one.data, one.name)}) > 3


def test_a_conversion_is_measured_from_nothing_and_with_memory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each case for each number of workers; no posts are written when nothing is new, and one when one text is."""
    costs: list[Cost] = []

    def keep(*arguments: object) -> Cost:
        costs.append(measure(*arguments))  # type: ignore[arg-type]
        return costs[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench_wire, "measure", keep)
        assert bench_wire.main(["--texts", "20", "--workers", "1", "2", "--rounds", "1", "--work", str(tmp_path)]) == 0
    assert [cost.written for cost in costs] == [20, 0, 1, 21, 0, 1]
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[:3] for line in lines[3:9]] == [[str(n), *case.split()] for n in (1, 2) for case in bench_wire.CASES]
    assert list(tmp_path.iterdir()) == []


def test_a_conversion_that_fails_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bench-wire").mkdir()
    assert bench_wire.main(["--texts", "5", "--work", str(tmp_path)]) == 1
    assert "not made by the benchmark" in capsys.readouterr().err
