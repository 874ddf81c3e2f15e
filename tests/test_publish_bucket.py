"""A site in a store of objects: in order, interrupted anywhere, brought to the end by the next run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from broken import find_dangling
from kawat.errors import PublishError
from kawat.publish.bucket import CONTROL, Bucket
from kawat.publish.leases import LEASE, is_over, make_claim
from kawat.publish.manifest import Manifest, parse_manifest
from kawat.publish.publishing import Choices
from releases import Killed, Memory, Newsroom, kill, make_bucket, refuse


@pytest.fixture
def memory(newsroom: Newsroom) -> Memory:
    """A host with the first release."""
    memory = Memory()
    newsroom.publish(make_bucket(memory))
    assert memory.public == newsroom.tree
    memory.steps.clear()
    return memory


def copy(memory: Memory, **changes: object) -> Memory:
    values = {"files": dict(memory.files), "headers": dict(memory.headers), "has_hashes": memory.has_hashes}
    return Memory(**values | changes)  # type: ignore[arg-type]


def list_uploads(memory: Memory) -> list[str]:
    return [step[4:] for step in memory.steps if step.startswith("put ") and CONTROL not in step]


def test_publishing_again_uploads_nothing(newsroom: Newsroom, memory: Memory) -> None:
    outcome = newsroom.publish(make_bucket(memory))
    assert outcome.what == "unchanged"
    assert list_uploads(memory) == []
    assert not [step for step in memory.steps if step.startswith("remove") and "lock-" not in step]


def test_only_what_changed_goes_up(newsroom: Newsroom, memory: Memory) -> None:
    """One more post uploads its files and no other, each once, with its type and its caching."""
    before = newsroom.tree
    newsroom.write("en", "three-00000005", "Three")
    newsroom.build()
    outcome = newsroom.publish(make_bucket(memory))
    differing = sorted(path for path, data in newsroom.tree.items() if before.get(path) != data)
    assert sorted(list_uploads(memory)) == differing
    assert sorted((*outcome.plan.added, *outcome.plan.changed)) == differing
    assert "en/2026/11/three-00000005/index.html" in differing
    assert memory.public == newsroom.tree
    headers = memory.headers["en/2026/11/three-00000005/index.html"]
    assert headers == {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "public, max-age=0, must-revalidate",
    }
    (style,) = (path for path in memory.public if path.endswith(".css"))
    assert "immutable" in memory.headers[style]["Cache-Control"]


def test_the_order(newsroom: Newsroom, memory: Memory) -> None:
    """New pages come before changed ones, articles before lists before feeds; the manifest, verifying, removals."""
    newsroom.change()
    newsroom.publish(make_bucket(memory))
    steps = memory.steps
    new = steps.index("put de/2026/11/drei-00000004/index.html")
    changed = steps.index("put en/2026/11/one-00000001/index.html")
    front, feed = steps.index("put de/index.html"), steps.index("put de/feed.atom")
    manifest, gone = (
        steps.index(f"write {CONTROL}/manifest.txt"),
        steps.index("remove en/2026/11/two-00000003/index.html"),
    )
    assert new < changed < front < feed < manifest < steps.index("verify") < gone
    assert steps.index(f"write {CONTROL}/pending.txt") < new


def follow(newsroom: Newsroom, memory: Memory) -> list[list[str]]:
    """What dangles after each step from here on."""
    new, old, found = newsroom.tree, memory.public, []
    roots = ["index.html", *(old.keys() & new.keys())] if old else ["index.html"]
    memory.watch = lambda files: found.append(find_dangling(files, roots))
    return found


@pytest.mark.parametrize(
    ("fault", "has_hashes"), [(kill, False), (refuse, True)], ids=["killed, no hashes", "refused, hashes"]
)
def test_interrupted_anywhere(
    newsroom: Newsroom,
    memory: Memory,
    fault: Callable[[Memory, str], None],
    has_hashes: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whichever step fails, no page that readers can come to leads to a missing one, and the next run converges."""
    monkeypatch.setattr("kawat.publish.leases._is_alive", lambda process: False)
    memory.has_hashes = has_hashes
    newsroom.change()
    whole = copy(memory)
    newsroom.publish(make_bucket(whole))
    assert len(whole.steps) > 30
    want, done = newsroom.tree, parse_manifest(whole.files[f"{CONTROL}/manifest.txt"])
    for at in range(len(whole.steps)):
        broken = copy(memory, fault=fault, at=at)
        dangling = follow(newsroom, broken)
        try:
            newsroom.publish(make_bucket(broken))
        except (Killed, PublishError):
            pass
        else:
            assert fault is refuse, broken.steps[at]  # giving a lock back may fail
        broken.fault = None
        newsroom.publish(make_bucket(broken))
        assert broken.public == want, broken.steps[at]
        assert not any(dangling), broken.steps[at]
        assert sorted(path for path in broken.files if "/lock-" in path or "pending" in path) == []
        assert parse_manifest(broken.files[f"{CONTROL}/manifest.txt"]) == done
        assert len({path.split("/")[2] for path in broken.files if "/previous/" in path}) == 1


def test_interrupted_then_other_news(newsroom: Newsroom, memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an interrupted run has sent is put right, though the manifest does not tell of it: the site went back."""
    monkeypatch.setattr("kawat.publish.leases._is_alive", lambda process: False)
    first = newsroom.tree
    newsroom.change()
    whole = copy(memory)
    newsroom.publish(make_bucket(whole))
    states = []
    for at in range(len(whole.steps)):
        broken = copy(memory, fault=kill, at=at)
        with pytest.raises(Killed):
            newsroom.publish(make_bucket(broken))
        broken.fault = None
        states.append(broken)
    newsroom.write("en", "one-00000001", "One", story="one")
    newsroom.write("en", "two-00000003", "Two", sectors=())
    (newsroom.project.content / "de" / "2026" / "11" / "drei-00000004.md").unlink()
    newsroom.build()
    assert newsroom.tree == first
    assert any(broken.public != first for broken in states)
    for broken in states:
        newsroom.publish(make_bucket(broken))
        assert broken.public == first


def test_first_release_interrupted(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """The door is opened last: readers of a new site find nothing, or everything."""
    monkeypatch.setattr("kawat.publish.leases._is_alive", lambda process: False)
    whole = Memory()
    dangling = follow(newsroom, whole)
    newsroom.publish(make_bucket(whole))
    assert len(dangling) > 30
    assert not any(dangling)
    for at in range(0, len(whole.steps), 3):
        broken = Memory(fault=kill, at=at)
        with pytest.raises(Killed):
            newsroom.publish(make_bucket(broken))
        broken.fault = None
        newsroom.publish(make_bucket(broken))
        assert broken.public == newsroom.tree


def test_resuming_sends_what_is_missing(newsroom: Newsroom, memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the host can tell hashes, a run that goes on does not send again what has arrived."""
    monkeypatch.setattr("kawat.publish.leases._is_alive", lambda process: False)
    newsroom.change()
    whole = copy(memory)
    newsroom.publish(make_bucket(whole))
    count = len(list_uploads(whole))
    broken = copy(memory, fault=kill, at=whole.steps.index(f"write {CONTROL}/manifest.txt"))
    with pytest.raises(Killed):
        newsroom.publish(make_bucket(broken))
    assert len(list_uploads(broken)) == count
    broken.fault = None
    newsroom.publish(make_bucket(broken))
    assert len(list_uploads(broken)) == count


def test_what_arrives_damaged_is_sent_again(newsroom: Newsroom, memory: Memory) -> None:
    newsroom.change()

    def damage(memory: Memory, what: str) -> None:
        memory.watch = lambda files: memory.files.update({"de/index.html": b"damaged"})

    damaged = copy(memory, fault=damage)
    steps = copy(memory)
    newsroom.publish(make_bucket(steps))
    damaged.at = steps.steps.index(f"write {CONTROL}/manifest.txt")
    with pytest.raises(PublishError, match=r"1 files are not as they were sent: de/index\.html; run it again"):
        newsroom.publish(make_bucket(damaged))
    assert "en/2026/11/two-00000003/index.html" in damaged.files  # nothing is removed when something before failed
    damaged.watch = damaged.fault = None
    newsroom.publish(make_bucket(damaged))
    assert damaged.public == newsroom.tree


def test_a_lost_manifest(newsroom: Newsroom, memory: Memory) -> None:
    """Everything is compared by hash; what is right is not sent, what nobody claims stays and is told of."""
    del memory.files[f"{CONTROL}/manifest.txt"]
    memory.files["old/page.html"] = b"of somebody else"
    memory.files["de/index.html"] = b"x" * len(memory.files["de/index.html"])
    outcome = newsroom.publish(make_bucket(memory))
    assert list_uploads(memory) == ["de/index.html"]
    assert outcome.plan.strays == ("old/page.html",)
    assert memory.public == newsroom.tree | {"old/page.html": b"of somebody else"}
    memory.steps.clear()
    assert newsroom.publish(make_bucket(memory)).what == "unchanged"
    newsroom.publish(make_bucket(memory), Choices(is_surveying=True, is_removing_strays=True))
    assert memory.public == newsroom.tree


@pytest.mark.parametrize("damage", ["cut", "foreign", "other site"])
def test_a_foreign_manifest(newsroom: Newsroom, memory: Memory, damage: str) -> None:
    """A manifest that is cut off, changed or another site's is not believed; nothing is removed."""
    name = f"{CONTROL}/manifest.txt"
    data = memory.files[name]
    memory.files["other/index.html"] = b"other"
    known = parse_manifest(data)
    assert known is not None
    other = Manifest("https://other.example", known.headers, known.files)
    memory.files[name] = {"cut": data[:-200], "foreign": b"hello\n", "other site": other.data}[damage]
    outcome = newsroom.publish(make_bucket(memory))
    assert outcome.plan.removed == {}
    assert memory.public == newsroom.tree | {"other/index.html": b"other"}
    assert parse_manifest(memory.files[name]) == outcome.plan.target


def test_removals_are_capped(newsroom: Newsroom, memory: Memory) -> None:
    before = dict(memory.public)
    newsroom.change()
    with pytest.raises(PublishError, match=r"files would be removed.*at most 0 may be; .*KAWAT_MOST_REMOVED"):
        newsroom.publish(make_bucket(memory), most_removed=0)
    assert memory.public == before
    assert newsroom.publish(make_bucket(memory), most_removed=20).plan.removed


def test_two_publishers(newsroom: Newsroom, memory: Memory) -> None:
    """The second one gives way, and the first one's claim is gone afterwards."""
    first, second = make_bucket(memory), make_bucket(memory)
    with first.hold():
        with pytest.raises(PublishError, match="somebody else is publishing there"), second.hold():
            pass
        assert len([path for path in memory.files if "/lock-" in path]) == 1
    with second.hold():
        pass
    assert not [path for path in memory.files if "/lock-" in path]


def test_claims_end() -> None:
    """A claim ends with its process where that can be seen, and in any case when nobody renews it."""
    claim = make_claim(1000.0)
    assert not is_over(claim, 1000.0 + LEASE - 1)
    assert is_over(claim, 1000.0 + LEASE)
    assert is_over(claim.replace(f" {os.getpid()}".encode(), b" 4194305"), 1000.0)
    assert not is_over(b"1000 another-machine 4194305", 1001.0)
    assert not is_over(b"", 1000.0)


def test_rollback(newsroom: Newsroom, memory: Memory) -> None:
    """The release before comes back, and going back once more undoes that."""
    first = newsroom.tree
    newsroom.change()
    newsroom.publish(make_bucket(memory))
    second = newsroom.tree
    outcome = newsroom.publisher(make_bucket(memory)).roll_back()
    assert memory.public == first
    assert "en/2026/11/two-00000003/index.html" in outcome.plan.added
    newsroom.publisher(make_bucket(memory)).roll_back()
    assert memory.public == second
    assert newsroom.publish(make_bucket(memory)).what == "unchanged"


def test_rollback_of_a_half_release(newsroom: Newsroom, memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an interrupted run the whole release before comes back, wherever it was interrupted."""
    monkeypatch.setattr("kawat.publish.leases._is_alive", lambda process: False)
    first = newsroom.tree
    newsroom.change()
    whole = copy(memory)
    newsroom.publish(make_bucket(whole))
    start = whole.steps.index(f"write {CONTROL}/pending.txt") + 1
    end = whole.steps.index(f"remove {CONTROL}/pending.txt")
    for at in range(start, end + 1):
        broken = copy(memory, fault=kill, at=at)
        with pytest.raises(Killed):
            newsroom.publish(make_bucket(broken))
        broken.fault = None
        newsroom.publisher(make_bucket(broken)).roll_back()
        assert broken.public == first, whole.steps[at]


def test_rollback_past_an_interrupted_release(
    newsroom: Newsroom, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an interrupted run had replaced is not taken for the release before by the run after it."""
    monkeypatch.setattr("kawat.publish.leases._is_alive", lambda process: False)
    first = newsroom.tree
    newsroom.change()
    whole = copy(memory)
    newsroom.publish(make_bucket(whole))
    start, end = (whole.steps.index(f"write {CONTROL}/{name}.txt") for name in ("pending", "manifest"))
    states = []
    for at in range(start + 1, end + 1):
        states.append(copy(memory, fault=kill, at=at))
        with pytest.raises(Killed):
            newsroom.publish(make_bucket(states[-1]))
        states[-1].fault = None
    newsroom.write("de", "sechs-00000006", "Sechs")
    newsroom.build()
    assert len(states) > 10
    for state in states:
        newsroom.publish(make_bucket(state))
        assert state.public == newsroom.tree
        newsroom.publisher(make_bucket(state)).roll_back()
        assert state.public == first


def test_nothing_is_kept_when_told_so(newsroom: Newsroom, memory: Memory) -> None:
    """No copy of what was withdrawn stays anywhere on the host."""
    newsroom.change()
    newsroom.publish(Bucket("memory", memory, keep=0))
    assert memory.public == newsroom.tree
    assert not [path for path in memory.files if "two-00000003" in path or "/previous/" in path]
    with pytest.raises(PublishError, match="no release before this one is kept"):
        newsroom.publisher(make_bucket(memory)).roll_back()


def test_nothing_to_go_back_to(newsroom: Newsroom, memory: Memory) -> None:
    with pytest.raises(PublishError, match="no release before this one is kept"):
        newsroom.publisher(make_bucket(memory)).roll_back()


def test_other_headers_are_sent_again(newsroom: Newsroom, memory: Memory) -> None:
    """A store keeps headers with each file, so that other rules mean to send them all once more."""
    name = f"{CONTROL}/manifest.txt"
    known = parse_manifest(memory.files[name])
    assert known is not None
    memory.files[name] = Manifest(known.site, "another", known.files).data
    outcome = newsroom.publish(make_bucket(memory))
    assert set(outcome.plan.changed.values()) == {"its headers changed"}
    assert len(list_uploads(memory)) == len(newsroom.tree)


def test_old_styles_stay_for_one_release(newsroom: Newsroom, memory: Memory, tmp_path: Path) -> None:
    """Whoever has a page of the release before still gets its styles; a release later they go."""
    name = "assets/kawat.0123456789ab.css"
    known = parse_manifest(memory.files[f"{CONTROL}/manifest.txt"])
    assert known is not None
    entry = known.files["index.html"]
    memory.files[name] = memory.files["index.html"]
    older = Manifest(known.site, known.headers, {**known.files, name: entry})
    memory.files[f"{CONTROL}/manifest.txt"] = older.data
    newsroom.change()
    assert name in newsroom.publish(make_bucket(memory)).plan.target.kept
    assert name in memory.files
    assert newsroom.publish(make_bucket(memory)).what == "unchanged"
    newsroom.write("en", "six-00000006", "Six")
    newsroom.build()
    assert name in newsroom.publish(make_bucket(memory)).plan.removed
    assert name not in memory.files
