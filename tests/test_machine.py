"""Whatever happens to a project, in whatever order: the next build makes the site that a clean build makes."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from broken import (
    MEMORY,
    MOVES,
    STAGING,
    URL,
    SmallSite,
    Steps,
    copy_theme,
    fill_disk,
    interrupt,
    make_tables,
    read_site_tree,
)
from kawat.catalogues import find_catalogue
from kawat.errors import PressError
from kawat.press import crew
from kawat.press.apply import STAGE
from kawat.press.build import Built, build
from kawat.press.searchfiles import ENTRY, FOLDER, MARK
from kawat.press.site import Extra, Extras, OwnPage
from kawat.report import Progress
from kawat.wire.posts import Moment, Post, dump_post

TAGS = ("ar", "en", "id")
MORE = "zh-Hans"
"""A language that the site does not speak from the beginning."""
NAMES = (
    "ar/2026/10/tsalatsa-00000003.md",
    "en/2026/11/one-00000002.md",
    "en/2025/01/old-00000004.md",
    "id/2026/11/satu-00000001.md",
    "id/2026/11/dua-00000005.md",
    "id/free.md",
    "zh-Hans/2026/11/yi-00000006.md",
)
DAYS = (date(2026, 11, 4), date(2026, 11, 5), date(2026, 10, 31), date(2025, 1, 2))
EXTRA_PATHS = ("images", "images/a.png", "images/b/c.png", "pages/imprint.html", "zh-hans/2026/11/x/index.html")

titles = st.sampled_from(["Satu", "Zwei & <b>", "ثلاثة", "第四"])
bodies = st.sampled_from(
    [
        "A paragraph.\n",
        "Short.\n\n::: contact\n\nAni: +62 21 555 0134\n\n:::\n",
        "Other *words*.\n\n* a\n* [b](https://b.example/)\n",
        "&lt;b&gt;\n",
        "",
    ]
)
moments = st.builds(Moment, st.sampled_from(DAYS), st.none() | st.just(time(9, 30)))
stories = st.sampled_from([None, "one", "one", "two"])
sectors = st.sampled_from([(), ("energy",), ("finance", "energy"), ("Unknown label",)])
statuses = st.sampled_from(["published", "published", "draft", "withdrawn"])
posts = st.builds(
    Post,
    title=titles,
    body=bodies,
    moment=moments,
    story=stories,
    sectors=sectors,
    status=statuses,
    slug=st.sampled_from([None, "satu-00000001"]),
    lang=st.sampled_from([None, None, None, "id", "xx"]),
    agency=st.sampled_from([None, "SeaPRwire", "Kantor Lain"]),
    translation=st.sampled_from([None, "machine from en", "human from id"]),
)
workers = st.sampled_from([1, 1, 1, 1, 2])


@dataclass(frozen=True)
class Theme:
    """Which of the theme's files differ from the project's own."""

    template: int = 0
    sheet: int = 0
    words: int = 0

    def write(self, folder: Path) -> None:
        """Bring the files of a copy of the theme into this state."""
        for name, old, new in (
            ("templates/partials/colophon.html", "<footer", f'<footer data-state="{self.template}"'),
            ("static/css/base.css", "body {", f"body {{ --state: {self.sheet};"),
            (find_catalogue(Path("translations"), "id"), 'msgstr "Sektor"', f'msgstr "Sektor {self.words}"'),
        ):
            text = (ORIGINAL / name).read_text("utf-8")
            assert old in text
            (folder / name).write_text(text.replace(old, new), "utf-8")
        picture = folder / "static" / "state.svg"
        picture.unlink(missing_ok=True)
        if self.sheet:
            picture.write_bytes(b"<svg/>")


ORIGINAL = Path(__file__).parent.parent / "theme"


@dataclass(frozen=True)
class State:
    """Everything that decides the site's bytes."""

    posts: Mapping[str, bytes] = field(default_factory=dict)
    theme: Theme = Theme()
    name: str = "Kawat"
    url: str = URL
    zone: str = "UTC"
    preferred: str = "en"
    tags: tuple[str, ...] = TAGS
    has_ninjs: bool = True
    extras: Mapping[str, str] = field(default_factory=dict)
    index: str | None = None
    """Which search index there is."""

    def key(self) -> str:
        return repr((sorted(self.posts.items()), sorted(self.extras.items()), replace(self, posts={}, extras={})))

    def make_site(self, content: Path, place: Path, theme: Path, workshop: Workshop) -> SmallSite:
        return SmallSite(
            content=content,
            output=place / "output",
            cache=place / "cache",
            theme=theme,
            name=self.name,
            url=self.url,
            zone=ZoneInfo(self.zone),
            preferred=self.preferred,
            has_ninjs=self.has_ninjs,
            fingerprint=repr(self.tags),  # for the package's own tables, a language's file changes this mark
            tables=workshop.tables(self.tags),
            index=workshop.index(self.index) if self.index else None,
        )

    def gather(self) -> list[Extra | OwnPage]:
        return [
            OwnPage(path, text, "id", f"<p>{text}") if path.endswith(".html") else Extra(path, text.encode())
            for path, text in sorted(self.extras.items())
        ]

    def make_extras(self) -> Extras:
        return Extras(hashlib.sha256(repr(sorted(self.extras.items())).encode()).hexdigest(), self.gather)


class Workshop:
    """What the sequences share: tables, themes, and the clean build of each state that was met."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clean: dict[str, dict[str, bytes]] = {}
        self._numbers = count()

    def tables(self, tags: tuple[str, ...]) -> Path:
        folder = self.root / "tables" / "-".join(tags)
        return folder if folder.exists() else make_tables(folder, tags)

    def index(self, name: str) -> Path:
        """A folder with what stands for a search index."""
        folder = self.root / "indexes" / name
        if not folder.exists():
            files = {ENTRY: name, f"fragment/{name}.pf_fragment": name, "pagefind.js": "the same"}
            for path, text in files.items():
                (folder / FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / FOLDER / path).write_text(text)
            (folder / MARK).write_text(name)
        return folder

    def theme(self, theme: Theme) -> Path:
        """A copy of the theme that stays in its state."""
        folder = self.root / "themes" / repr(theme)
        if not folder.exists():
            theme.write(copy_theme(folder, (*TAGS, MORE)))
        return folder

    def build_clean(self, state: State, content: Path) -> dict[str, bytes]:
        """The site that a build makes from nothing, elsewhere."""
        key = state.key()
        if key not in self.clean:
            place = self.root / "clean"
            shutil.rmtree(place / "output", ignore_errors=True)
            for store in place.glob("cache/press-*"):  # what Jinja compiled may stay
                store.unlink()
            site = state.make_site(content, place, self.theme(state.theme), self)
            build(site, Progress(), state.make_extras(), workers=1)
            self.clean[key] = read_site_tree(site.output)
        return self.clean[key]


class Newsroom(RuleBasedStateMachine):
    """An editor, a designer, vandals and a cut of power, at work on one project."""

    def __init__(self, workshop: Workshop) -> None:
        super().__init__()
        self.workshop = workshop
        self.place = Path(tempfile.mkdtemp(dir=workshop.root))
        self.content, self.theme = self.place / "content", self.place / "theme"
        self.content.mkdir()
        copy_theme(self.theme, (*TAGS, MORE))
        self.state = State()
        self.posts: dict[str, Post] = {}
        self.is_marked = True
        """Whether the output can be told to be ours without the store."""
        self.has_store = False
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(crew, "LARGE_WORK", 2)
        self.patch.setattr(crew, "BATCH", 5)

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.place)

    @property
    def output(self) -> Path:
        return self.place / "output"

    # -- the editor

    def _write(self, name: str, data: bytes) -> None:
        (self.content / name).parent.mkdir(parents=True, exist_ok=True)
        (self.content / name).write_bytes(data)
        self.state = replace(self.state, posts={**self.state.posts, name: data})

    def _put(self, name: str, post: Post) -> None:
        self.posts[name] = post
        self._write(name, dump_post(post).encode())

    def _drop(self, name: str) -> None:
        del self.posts[name]
        (self.content / name).unlink()
        self.state = replace(self.state, posts={key: one for key, one in self.state.posts.items() if key != name})

    @initialize(first=st.dictionaries(st.sampled_from(NAMES), posts, min_size=1, max_size=4))
    def begin(self, first: dict[str, Post]) -> None:
        self.theme_state(Theme())
        for name, post in first.items():
            self._put(name, post)

    @rule(name=st.sampled_from(NAMES), post=posts)
    def add_post(self, name: str, post: Post) -> None:
        self._put(name, post)

    @precondition(lambda self: self.posts)
    @rule(
        data=st.data(),
        change=st.one_of(
            st.fixed_dictionaries({"title": titles}),
            st.fixed_dictionaries({"body": bodies}),
            st.fixed_dictionaries({"moment": moments}),
            st.fixed_dictionaries({"sectors": sectors}),
            st.fixed_dictionaries({"status": statuses}),
            st.fixed_dictionaries({"story": stories}),
            st.fixed_dictionaries({"modified": st.none() | moments}),
        ),
    )
    def change_post(self, data: st.DataObject, change: dict[str, object]) -> None:
        """Edited, retitled, redated, moved to another sector, withdrawn, joined to a story or taken from it."""
        name = data.draw(st.sampled_from(sorted(self.posts)))
        self._put(name, replace(self.posts[name], **change))  # type: ignore[arg-type]

    @precondition(lambda self: self.posts)
    @rule(data=st.data(), other=st.sampled_from(NAMES))
    def move_post(self, data: st.DataObject, other: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.posts)))
        post = self.posts[name]
        self._drop(name)
        self._put(other, post)

    @precondition(lambda self: self.posts)
    @rule(data=st.data())
    def delete_post(self, data: st.DataObject) -> None:
        self._drop(data.draw(st.sampled_from(sorted(self.posts))))

    @precondition(lambda self: self.posts)
    @rule(data=st.data(), spoilt=st.sampled_from([b"", b"Title: \xff\n\nx", b"Title: x\nSave_as: y\n\nz"]))
    def spoil_post(self, data: st.DataObject, spoilt: bytes) -> None:
        self._write(data.draw(st.sampled_from(sorted(self.posts))), spoilt)

    @precondition(lambda self: self.posts)
    @rule(data=st.data())
    def touch_post(self, data: st.DataObject) -> None:
        os.utime(self.content / data.draw(st.sampled_from(sorted(self.posts))))

    @rule(path=st.sampled_from(EXTRA_PATHS), text=st.none() | st.sampled_from(["one", "two"]))
    def change_extra(self, path: str, text: str | None) -> None:
        """A picture or a page of the editor's comes, changes or goes; no path is a file and a folder."""
        kept = {
            known: one
            for known, one in self.state.extras.items()
            if not known.startswith(f"{path}/") and not path.startswith(f"{known}/") and known != path
        }
        self.state = replace(self.state, extras={**kept, path: text} if text else kept)

    # -- the designer

    @rule(
        theme=st.builds(Theme, template=st.integers(0, 1), sheet=st.integers(0, 1), words=st.sampled_from([0, 0, 0, 1]))
    )
    def theme_state(self, theme: Theme) -> None:
        """A template, a sheet, a picture or a catalogue changes, or goes back to what it was."""
        theme.write(self.theme)
        self.state = replace(self.state, theme=theme)

    @rule(
        change=st.one_of(
            st.fixed_dictionaries({"name": st.sampled_from(["Kawat", "Wire & Co"])}),
            st.fixed_dictionaries({"url": st.sampled_from([URL, "https://host.example/digest"])}),
            st.fixed_dictionaries({"zone": st.sampled_from(["UTC", "Asia/Jakarta"])}),
            st.fixed_dictionaries({"preferred": st.sampled_from(["en", "id", "xx"])}),
            st.fixed_dictionaries({"has_ninjs": st.booleans()}),
        )
    )
    def change_setting(self, change: dict[str, object]) -> None:
        self.state = replace(self.state, **change)  # type: ignore[arg-type]

    @rule(tags=st.sampled_from([TAGS, (*TAGS, MORE), TAGS[1:]]))
    def change_languages(self, tags: tuple[str, ...]) -> None:
        """A language is added, or goes."""
        self.state = replace(self.state, tags=tags)

    @rule(index=st.sampled_from([None, "one", "two"]))
    def change_index(self, index: str | None) -> None:
        """A search index is made, made anew, or thrown away."""
        self.state = replace(self.state, index=index)

    # -- the vandals

    def _choose_page(self, data: st.DataObject) -> Path | None:
        pages = sorted(read_site_tree(self.output)) if self.output.is_dir() else []
        if not pages:
            return None
        page = data.draw(st.sampled_from(pages))
        if page == "robots.txt" and not self.has_store:
            return None  # without it and the store the folder is somebody else's
        self.is_marked &= page != "robots.txt"
        return self.output / page

    @precondition(lambda self: self.output.is_dir())
    @rule(data=st.data(), how=st.sampled_from(["edited", "emptied", "removed", "linked", "a folder", "a tree less"]))
    def spoil_output(self, data: st.DataObject, how: str) -> None:
        page = self._choose_page(data)
        if page is None:
            return
        if how == "edited":
            page.write_bytes(page.read_bytes() + b"!")
            return
        page.unlink()
        if how == "emptied":
            page.touch()
        elif how == "linked":
            page.symlink_to("/etc/hostname")
        elif how == "a folder":
            page.mkdir()
            (page / "x.html").touch()
        elif how == "a tree less" and page.parent != self.output:
            shutil.rmtree(page.parent)

    @precondition(lambda self: self.output.is_dir() and any(self.output.iterdir()))
    @rule(path=st.sampled_from(["stray.html", "id/2026/11/stray/index.html", "assets/kawat.0.css", "en", "sitemap"]))
    def add_stray(self, path: str) -> None:
        """A file that is no page's, perhaps where a folder of pages should be."""
        if not os.path.lexists(self.output / "robots.txt"):
            return
        if (self.output / path).is_dir():
            shutil.rmtree(self.output / path)
        (self.output / path).parent.mkdir(parents=True, exist_ok=True)
        (self.output / path).write_bytes(b"?")

    @rule(name=st.sampled_from(["output", f"output/{STAGE}"]))
    def remove_folder(self, name: str) -> None:
        shutil.rmtree(self.place / name, ignore_errors=True)
        self.is_marked |= name == "output"

    @precondition(lambda self: self.is_marked)
    @rule()
    def delete_store(self) -> None:
        shutil.rmtree(self.place / "cache", ignore_errors=True)
        self.has_store = False

    # -- builds

    def _build(self, hands: int) -> Built:
        site = self.state.make_site(self.content, self.place, self.theme, self.workshop)
        self.has_store = True
        return build(site, Progress(), self.state.make_extras(), workers=hands)

    @rule(
        name=st.sampled_from(NAMES),
        post=posts,
        at=st.integers(0, 5) | st.integers(0, 30),
        purpose=st.sampled_from([MEMORY, STAGING, MOVES]),
        fault=st.sampled_from([interrupt, interrupt, fill_disk]),
        hands=workers,
    )
    def break_build(self, name: str, post: Post, at: int, purpose: str, fault: object, hands: int) -> None:
        """A build that does not come to its end: killed at a step, or out of space from a step on."""
        self._put(name, post)
        with pytest.MonkeyPatch.context() as patch:
            Steps(fault, at, (purpose,), stays=fault is fill_disk).install(patch)  # type: ignore[arg-type]
            try:
                self._build(hands)
                event(f"broken at {purpose}: not reached")
            except (KeyboardInterrupt, PressError) as error:
                event(f"broken at {purpose}: {type(error).__name__}")

    def compare(self, hands: int) -> None:
        """The tree is a clean build's, and another build has nothing to do."""
        self._build(hands)
        self.is_marked = True
        tree = read_site_tree(self.output)
        assert len(tree) > 10
        clean = self.workshop.build_clean(self.state, self.content)
        assert tree.keys() == clean.keys()
        assert {path for path in tree if tree[path] != clean[path]} == set()
        done = self._build(1).applied
        assert (done.added, done.changed, done.removed) == ({}, {}, {})
        assert done.unchanged == len(tree)

    # Rules are chosen evenly; after every few changes a build is due.
    build = rule(hands=workers)(compare)
    build_again = rule(hands=workers)(compare)
    build_once_more = rule(hands=workers)(compare)
    build_at_last = rule(hands=workers)(compare)


def test_incremental_equals_clean(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """After any sequence of changes, damages and killed builds: the file set and the bytes of a clean build."""
    workshop = Workshop(tmp_path)
    chosen = settings.get_profile("soak" if request.config.getoption("--soak") else "quick")
    run_state_machine_as_test(lambda: Newsroom(workshop), settings=chosen)
    assert len(workshop.clean) > 10
