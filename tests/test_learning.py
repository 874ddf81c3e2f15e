"""Boilerplate that nobody described is learned from the texts: never a story's sentence, and in whatever order."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import NOW, Project, read_tree
from kawat.convert import Converter
from kawat.paragraphs import split_folds
from kawat.report import Progress
from kawat.wire.learning import LEARNED, apply_learned, count_ends, list_lessons, mark_learned, read_ending
from kawat.wire.posts import parse_post
from kawat.wire.reader import read_wire

ABOUT = "Pelita Kawat carries the statements of two hundred firms to newsrooms on four continents each day."
TERMS = "Statements are carried as they were received, and Pelita Kawat has not looked into what they say."
OLD = 1_700_000_000
WORDS = "harbour quay bridge ferry lamp mill kiln loom orchard tram valley island engine turbine weather".split()


def make_release(number: int, ends: Sequence[str] = (ABOUT,), agency: str = "Pelita Kawat", **changes: str) -> str:
    """A release of an agency that has no file; every paragraph but the last is its own."""
    chance = random.Random(number)
    story = [
        f"On day {number} the {' and the '.join(chance.sample(WORDS, 4))} were shown, people said." for _ in "1234567"
    ]
    headline = changes.get("headline", f"The {chance.choice(WORDS)} opens again, part {number}")
    lead = changes.get(
        "lead", f"The {chance.choice(WORDS)} of town number {number} has opened again after a year of work."
    )
    return "\n\n".join((headline, f"OSLO, 4 November 2026 – ({agency}) – {lead}", *story, *ends)) + "\n"


def read_bodies(project: Project) -> dict[str, str]:
    """The bodies of the posts by their texts."""
    posts = [parse_post(path.read_text("utf-8"), path.name) for path in project.content.rglob("*.md")]
    return {post.source or "?": post.body for post in posts}


def is_below(body: str, paragraph: str) -> bool:
    """Whether a paragraph stands in the notes below the story; fails where it is lost, or there twice."""
    story, folds = split_folds(body)
    assert body.count(paragraph) == 1
    return paragraph not in story and [fold.kind for fold in folds] == ["notes"]


def write_old(project: Project, name: str, text: str) -> Path:
    path = project.write_text(name, text)
    os.utime(path, (OLD, OLD))
    return path


# -- what can be learned of one text


def test_only_the_last_paragraphs_can_be_learned() -> None:
    """A third of the story, long paragraphs, and nothing above a short one."""
    wire = read_wire(make_release(1, (ABOUT, TERMS)).encode(), "a.en.txt")
    story = [part.content for part in wire.parts if part.role == "body"]
    assert [lesson.paragraph for lesson in list_lessons(wire).values()] == story[-3:]
    assert story[-2:] == [ABOUT, TERMS]
    assert count_ends(read_wire(make_release(1, (ABOUT, "Short.", TERMS)).encode(), "a.en.txt")) == 1
    few = read_wire(
        b"A headline\n\nOne paragraph.\n\nAnother paragraph, which is quite a bit longer than it.", "a.en.txt"
    )
    assert (count_ends(few), read_ending(few).keys) == (0, ())


def test_keys_know_agency_and_language_and_no_case() -> None:
    def key(*args: object, source: str = "a.en.txt", **changes: object) -> str:
        wire = read_wire(make_release(1, *args, **changes).encode(), source)  # type: ignore[arg-type]
        return read_ending(wire).keys[0]

    assert key() == key((ABOUT.upper().replace(" ", "  "),)) == key(agency="PELITA KAWAT")
    assert len({key(), key(agency="Kabel Laut"), key(source="a.id.txt"), key((TERMS,))}) == 4


def test_learned_ends_are_marked_from_the_end_only() -> None:
    """What is learned above a paragraph that is not stays the story's; the text rebuilds in any case."""
    data = make_release(1, (ABOUT, TERMS)).encode()
    wire = read_wire(data, "a.en.txt")
    terms, about, _ = read_ending(wire).keys
    for known, marked in (({terms, about}, [ABOUT, TERMS]), ({terms}, [TERMS]), ({about}, [])):
        found = apply_learned(wire, known.__contains__)
        assert [part.content for part in found.parts if part.rule == LEARNED] == marked
        assert found == mark_learned(wire, len(marked))
        assert found.rebuild() == data


# -- what is learned of many


def test_three_texts_teach_an_end(project: Project) -> None:
    """With the third, the first two posts follow; agency, language, words and number are told."""
    for number in range(2):
        project.write_text(f"{number}.en.txt", make_release(number))
    assert project.convert().learned == []
    assert not any(is_below(body, ABOUT) for body in read_bodies(project).values())
    project.write_text("2.en.txt", make_release(2))
    conversion = project.convert()
    assert all(is_below(body, ABOUT) for body in read_bodies(project).values())
    assert (len(conversion.written), len(conversion.rewritten), conversion.read) == (1, 2, 3)
    (notice,) = conversion.notices
    assert str(notice).startswith("Pelita Kawat (en): 3 texts end with 'Pelita Kawat carries the statements")
    assert project.convert().notices == []


@pytest.mark.parametrize("same", ["headline", "lead", "story", "nothing but two texts"])
def test_versions_of_a_story_teach_nothing(project: Project, same: str) -> None:
    """A follow-up ends as the story before it does, and that is the story."""
    for number in range(3):
        text = make_release(number)
        if same in ("headline", "lead"):
            text = make_release(number, **{same: "The ferry was late again on the first day of the year."})
        elif same == "story":
            text = "\n\n".join(make_release(number).split("\n\n")[:2] + make_release(7).split("\n\n")[2:])
        elif number == 2:
            text = make_release(number, ())
        project.write_text(f"{number}.en.txt", text)
    conversion = project.convert()
    assert (len(conversion.written), conversion.learned, conversion.rewritten) == (3, [], [])
    assert all(split_folds(body)[1] == () for body in read_bodies(project).values())


def test_agencies_and_languages_do_not_teach_each_other(project: Project) -> None:
    for number, agency in enumerate(("Pelita Kawat", "Pelita Kawat", "Kabel Laut", "Kabel Laut")):
        project.write_text(f"{number}.en.txt", make_release(number, agency=agency))
    project.write_text("5.id.txt", make_release(5))
    assert project.convert().learned == []


def test_no_sentence_of_a_story_is_taken_for_it(project: Project) -> None:
    """What many texts say elsewhere than at their ends stays where it is."""
    for number in range(6):
        parts = make_release(number, (ABOUT,)).strip().split("\n\n")
        project.write_text(f"{number}.en.txt", "\n\n".join((*parts[:4], TERMS, *parts[4:])))
    project.write_text(
        "other.en.txt", make_release(9, (ABOUT, "And on the day after that, the kiln was lit once more for all."))
    )
    project.convert()
    bodies = read_bodies(project)
    assert not is_below(bodies.pop("other.en.txt") + "\n\n::: notes\n\nx\n\n:::\n", ABOUT)
    for body in bodies.values():
        story, _ = split_folds(body)
        assert TERMS in story and ABOUT not in story


def test_what_two_texts_are_left_with_is_forgotten(project: Project) -> None:
    """A text that goes, or changes, takes its vote along; with and without the ledger the posts are the same."""
    for number in range(3):
        project.write_text(f"{number}.en.txt", make_release(number))
    project.convert()
    with_it = {path: path.read_text("utf-8") for path in project.content.rglob("*.md")}
    third = (project.wire / "2.en.txt").read_text("utf-8")
    for is_forgetful in (False, True):
        (project.wire / "2.en.txt").unlink()
        if is_forgetful:
            shutil.rmtree(project.cache)
        assert len(project.convert().rewritten) == 2
        bodies = read_bodies(project)
        assert not any(is_below(bodies[f"{number}.en.txt"], ABOUT) for number in range(2))
        project.write_text("2.en.txt", third)
        if is_forgetful:
            shutil.rmtree(project.cache)
        assert len(project.convert().rewritten) == 2
        assert {path: path.read_text("utf-8") for path in project.content.rglob("*.md")} == with_it
    project.write_text("2.en.txt", make_release(2, (TERMS,)))
    assert len(project.convert().rewritten) == 3


def test_posts_that_are_looked_at_again_keep_what_they_have(project: Project) -> None:
    """A hand-edited post is left alone, and a changed one keeps its day of change."""
    for number in range(2):
        project.write_text(f"{number}.en.txt", make_release(number))
    project.convert()
    project.write_text("0.en.txt", make_release(0, headline="Another headline that came with a correction"))
    project.convert()
    edited = next(path for path in project.content.rglob("*.md") if "Source: 1.en" in path.read_text("utf-8"))
    edited.write_text(edited.read_text("utf-8").replace("after a year", "after two years"), "utf-8")
    before = edited.read_bytes()
    project.write_text("2.en.txt", make_release(2))
    conversion = Converter(project.wire, project.content, project.cache, NOW.replace(day=28)).convert_all(Progress())
    assert (len(conversion.written), len(conversion.rewritten)) == (1, 1)
    assert edited.read_bytes() == before
    assert is_below(read_bodies(project)["0.en.txt"], ABOUT)
    (changed,) = [path for path in project.content.rglob("*.md") if "Source: 0.en" in path.read_text("utf-8")]
    assert "Modified: 2026-11-24\n" in changed.read_text("utf-8")


def test_a_second_look_opens_the_texts_concerned_only(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of forty texts two are concerned by the third of their kind."""
    for number in range(40):
        write_old(project, f"{number}.en.txt", make_release(number, (), agency="Kabel Laut"))
    for number in (50, 51):
        write_old(project, f"{number}.en.txt", make_release(number))
    project.convert()
    for path in project.content.rglob("*.md"):
        os.utime(path, (OLD, OLD))
    project.convert()
    write_old(project, "52.en.txt", make_release(52))
    opened = []
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: opened.append(path.name) or read_bytes(path))
    assert len(project.convert().rewritten) == 2
    assert sorted(name for name in opened if name.endswith(".txt")) == ["50.en.txt", "51.en.txt", "52.en.txt"]
    assert len([name for name in opened if name.endswith(".md")]) == 2


# -- whatever the order


RELEASES = {
    f"{number:02}.en.txt": make_release(number, ends, agency)
    for number, (ends, agency) in enumerate(
        [
            *[((ABOUT,), "Pelita Kawat")] * 3,
            *[((ABOUT, TERMS), "Pelita Kawat")] * 3,
            *[((TERMS,), "Kabel Laut")] * 4,
            ((TERMS, ABOUT), "Kabel Laut"),
        ]
    )
}
STEPS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(sorted(RELEASES)), max_size=5), st.sampled_from(["", "", "remove", "forget", "both"])
    ),
    min_size=1,
    max_size=6,
)


@given(STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_order_and_runs_do_not_matter(make_project: Callable[[], Project], steps: list[tuple[list[str], str]]) -> None:
    """Texts that come and go in any number of runs, with the ledger or without: the posts of one run over the rest."""
    project, at_once = make_project(), make_project()
    for names, action in steps:
        for name in names:
            if action in ("remove", "both"):
                (project.wire / name).unlink(missing_ok=True)
            else:
                project.write_text(name, RELEASES[name])
        if action in ("forget", "both"):
            shutil.rmtree(project.cache, ignore_errors=True)
        project.convert()
    left = sorted(path.name for path in project.wire.iterdir())
    for name in left:
        at_once.write_text(name, RELEASES[name])
    at_once.convert()
    expected, found = read_tree(at_once.content), read_tree(project.content)
    assert {path: data for path, data in found.items() if path in expected} == expected
    assert len(left) == len(expected)
