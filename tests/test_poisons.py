"""What aborts, defaces or empties a stock Pelican site does nothing here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conftest import Project
from texts import make_text

GOOD = "Title: Yang baik\nDate: 2026-11-04\nLang: id\n\nSebuah paragraf.\n"
HEADER = "Title: Racun\nDate: 2026-11-03\nLang: id\n"

# As hand-written posts: (text, whether the press sets the post aside).
POISONS = {
    "attach": (f"{HEADER}\n[z]({{attach}}../../../../../etc/passwd)\n", False),
    "static": (
        f"{HEADER}\n[z]({{static}}/../../etc/passwd) [y]({{filename}}../x) [w](|attach|../../etc/passwd)\n",
        False,
    ),
    "save_as climbs": (f"{HEADER}Save_as: ../evil/x.html\n\nText\n", True),
    "slug climbs": (f"{HEADER}Slug: ../../evil\n\nText\n", True),
    "save_as index": (f"{HEADER}Save_as: index.html\n\nText\n", True),
    "script": (
        "Title: <script>alert(1)</script>\nDate: 2026-11-03\nLang: id\nSummary: <script>alert(2)</script>\n"
        "Sectors: <script>alert(3)</script>\nAgency: <script>alert(4)</script>\n\n<script>alert(5)</script>\n",
        False,
    ),
    "script in lang": ("Title: x\nDate: 2026-11-03\nLang: <script>alert(1)</script>\n\nText\n", True),
    "control character": ("Title: a\x00b\x08c\nDate: 2026-11-03\nLang: id\n\nText \x01\x1f\n", False),
    "noncharacter": (f"{HEADER}Summary: a\ufffeb\uffff\n\nText \ufffe\n", False),
    "template": (f"{HEADER}Template: x\n\nText\n", True),
    "context": (f"{HEADER}_context: x\n\nText\n", True),
    "get_content": (f"{HEADER}Get_content: x\n\nText\n", True),
    "invalid utf-8": (HEADER.encode() + b"\n\xff\xfe\n", True),
    "bad date": ("Title: x\nDate: yesterday\nLang: id\n\nText\n", True),
    "draft": (f"{HEADER}Status: draft\n\nText\n", False),
    "brackets": (f"{HEADER}\n{'[' * 8000}\n", None),
    "cdata": (f"{HEADER}\n{'<![' * 4000}\n", None),
    "deep quote": (f"{HEADER}\n{'> ' * 3000}x\n", None),
    "deep list": (f"{HEADER}\n" + "".join(f"{'    ' * n}* x\n" for n in range(400)), None),
}
JSON_LD = b'<script type="application/ld+json">'
"""The one script that pages have, which is none."""


def is_safe(data: bytes) -> bool:
    text = data.decode()
    return (
        "<script" not in text.lower().replace(JSON_LD.decode(), "")
        and "root:" not in text
        and "javascript:" not in text
    )


@pytest.mark.parametrize(("text", "is_set_aside"), POISONS.values(), ids=POISONS.keys())
def test_poison_as_a_post(make_project: Callable[[], Project], text: str | bytes, is_set_aside: bool | None) -> None:
    """Among good posts: these are published as without it; nothing runs, nothing leaves the folder."""
    clean, project = make_project(), make_project()
    for one in (clean, project):
        one.write_raw("id/2026/11/baik-00000001.md", GOOD)
    clean.build()
    project.write_raw("id/2026/11/racun-00000002.md", text)
    outside = {path for path in project.root.parent.rglob("*") if project.root not in path.parents}
    built = project.build()
    good = "id/2026/11/baik-00000001/index.html"
    assert project.read(good) == clean.read(good)
    if is_set_aside is not None:
        assert bool(built.set_aside) == is_set_aside
    assert built.posts + built.drafts + len(built.set_aside) == 2
    tree = project.tree()
    assert len(tree) > 10
    assert [path for path, data in tree.items() if not is_safe(data)] == []
    assert {path for path in project.root.parent.rglob("*") if project.root not in path.parents} == outside
    project.write_raw("id/2026/11/racun-00000002.md", GOOD.replace("Yang baik", "Sembuh"))
    assert project.build().set_aside == ()


@pytest.mark.parametrize("text", [value[0] for value in POISONS.values()], ids=POISONS.keys())
def test_poison_as_a_wire_text(make_project: Callable[[], Project], text: str | bytes) -> None:
    """As it comes over the wire: a post that shows it as text, or set aside."""
    clean, project = make_project(), make_project()
    for one in (clean, project):
        one.write_text("good.en.txt", make_text(marker="SANDVIK, 4 November 2026 – (Bentang Newswire) – "))
    clean.convert()
    clean.build()
    project.write_text("poison.en.txt", text)
    conversion = project.convert()
    built = project.build()
    assert conversion.read == 2
    assert built.posts == len(conversion.written) == 2 - len(conversion.set_aside)
    pages = [path for path in clean.tree() if "the-harbour" in path]
    assert len(pages) == 2
    assert all(project.read(path) == clean.read(path) for path in pages)
    assert [path for path, data in project.tree().items() if not is_safe(data)] in ([], ["shown"]) or "script" in str(
        text
    )
    assert all(b"<script" not in data.lower().replace(JSON_LD, b"") for data in project.tree().values())


def test_poison_alone(project: Project) -> None:
    """With nothing good beside them the build still ends well."""
    for number, (text, _) in enumerate(POISONS.values()):
        project.write_raw(f"id/2026/11/racun-{number:08d}.md", text)
    built = project.build()
    assert built.posts + built.drafts + len(built.set_aside) == len(POISONS)
    assert [path for path, data in project.tree().items() if not is_safe(data)] == []


def test_link_out_of_the_folder_is_not_read(project: Project) -> None:
    """A symbolic link to a file elsewhere publishes nothing of it."""
    secret = project.root / "secret.md"
    secret.write_text(GOOD.replace("paragraf", "RAHASIA"))
    (project.content / "id").mkdir()
    (project.content / "id" / "link.md").symlink_to(secret)
    built = project.build()
    assert built.posts == 0
    assert len(built.set_aside) == 1
    assert not any(b"RAHASIA" in data for data in project.tree().values())


def test_canary_fires() -> None:
    """The test of safety can fail."""
    assert not is_safe(b"<p><SCRIPT>")
    assert not is_safe(b"root:x:0:0")
