"""The press: cost follows the change, and the same input gives the same bytes."""

from __future__ import annotations

import re
import shutil
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from conftest import NOW, Project, read_tree
from kawat.errors import DisclaimerError, PressError
from kawat.press.apply import Applied
from kawat.press.build import find_store
from kawat.press.explain import explain_page
from kawat.press.release import join_releases, load_release
from kawat.wire.posts import Moment

DAY = Moment(date(2026, 11, 4))


def write_few(project: Project) -> None:
    """Three posts, two of one story, in two languages and two sectors."""
    project.write_post("id/2026/11/satu-00000001.md", title="Satu", moment=DAY, story="one", sectors=("energy",))
    project.write_post("en/2026/11/one-00000002.md", title="One", moment=DAY, story="one", sectors=("energy",))
    earlier = Moment(date(2026, 9, 1))
    project.write_post("id/2026/09/dua-00000003.md", title="Dua", moment=earlier, sectors=("finance",))


def build_clean(project: Project) -> dict[str, bytes]:
    """The same content, built from nothing elsewhere."""
    output, cache = project.root / "clean", project.root / "clean-cache"
    shutil.rmtree(output, ignore_errors=True)
    shutil.rmtree(cache, ignore_errors=True)
    project.build(output=output, cache=cache)
    return read_tree(output)


def test_second_build_writes_nothing(project: Project) -> None:
    """Nothing changed: no page is added, changed, removed or even touched."""
    write_few(project)
    first = project.build()
    states = {path: path.stat().st_mtime_ns for path in project.output.rglob("*")}
    second = project.build()
    assert len(first.applied.added) > 25
    assert (second.applied.added, second.applied.changed, second.applied.removed) == ({}, {}, {})
    assert second.applied.unchanged == len(project.tree())
    assert {path: path.stat().st_mtime_ns for path in project.output.rglob("*")} == states


def test_added_post_writes_only_its_pages(project: Project) -> None:
    """One post more, in a month and a sector that there are: the pages that it is on, and why."""
    write_few(project)
    project.build()
    day = Moment(date(2026, 11, 4), None)
    project.write_post("id/2026/11/tiga-00000004.md", title="Tiga", moment=day, sectors=("energy",))
    applied = project.build().applied
    assert set(applied.added) == {f"id/2026/11/tiga-00000004/{name}" for name in ("index.html", "item.json")}
    assert set(applied.changed) == {
        "id/index.html",
        "id/feed.atom",
        "id/feed.json",
        "id/feed.rss",
        "id/sector/energy/index.html",
        "id/sector/energy/feed.atom",
        "id/sector/energy/feed.json",
        "id/sector/energy/2026/11/index.html",
        "id/2026/11/index.html",
        "id/2026/11/04/index.html",
        "sitemap/id/2026-11.xml",
        "news-sitemap.xml",
    }
    assert applied.removed == {}
    assert set(applied.added.values()) == {"content/id/2026/11/tiga-00000004.md added"}


def test_translation_changes_its_counterparts(project: Project) -> None:
    """A new version of a story is linked from the others, and its sector from the sector's counterparts."""
    write_few(project)
    project.build()
    project.write_post("ar/2026/11/wahid-00000005.md", title="واحد", moment=DAY, story="one", sectors=("energy",))
    changed = project.build().applied.changed
    assert {"id/2026/11/satu-00000001/index.html", "en/2026/11/one-00000002/index.html"} <= set(changed)
    assert {"id/sector/energy/index.html", "en/sector/energy/index.html", "sitemap/lists.xml"} <= set(changed)
    assert "en/index.html" not in changed
    assert 'hreflang="ar"' in project.read("id/2026/11/satu-00000001/index.html")


@pytest.mark.parametrize("status", ["withdrawn", "draft", None])
def test_withdrawn_post_goes(project: Project, status: str | None) -> None:
    """A post that is withdrawn, made a draft or deleted leaves every page that it was on."""
    write_few(project)
    project.build()
    name = "id/2026/09/dua-00000003.md"
    if status:
        project.write_post(name, title="Dua", moment=Moment(date(2026, 9, 1)), sectors=("finance",), status=status)
    else:
        (project.content / name).unlink()
    removed = project.build().applied.removed
    assert {
        *(["id/2026/09/dua-00000003/index.html"] if status != "withdrawn" else []),
        "id/2026/09/dua-00000003/item.json",
        "id/2026/09/index.html",
        "id/2026/09/01/index.html",
        "id/sector/finance/index.html",
        "id/sector/finance/feed.atom",
        "id/sector/finance/feed.json",
        "id/sector/finance/2026/09/index.html",
        "sitemap/id/2026-09.xml",
    } == set(removed)
    assert not any("dua-00000003" in data.decode() for data in project.tree().values() if b"<svg" not in data[:4])
    assert project.tree() == build_clean(project)


def test_address_stays_when_title_and_date_change(project: Project) -> None:
    """A retitled, redated post keeps its URL and its feed id."""
    name = "id/2026/11/satu-00000001.md"
    project.write_post(name, title="Satu", moment=DAY)
    project.build()
    entry = project.read("id/feed.atom").split("<entry>")[1].split("</id>")[0]
    project.write_post(name, title="Lain sama sekali", moment=Moment(date(2025, 1, 2)))
    applied = project.build().applied
    assert "id/2026/11/satu-00000001/index.html" in applied.changed
    assert project.read("id/feed.atom").split("<entry>")[1].split("</id>")[0] == entry
    assert "id/2025/01/02/index.html" in applied.added


def test_theme_change_makes_all_pages_stale(project: Project) -> None:
    """A changed template reaches every page, and the result is a clean build's."""
    theme = project.root / "theme"
    shutil.copytree(project.site().theme, theme)
    write_few(project)
    project.build(theme=theme)
    colophon = theme / "templates" / "partials" / "colophon.html"
    colophon.write_text(colophon.read_text().replace("<footer", "<footer data-new"))
    project.build(theme=theme)
    pages = [data for path, data in project.tree().items() if path.endswith(".html")]
    assert len(pages) > 10
    assert all(b"data-new" in data for data in pages)


def test_deleted_store_changes_nothing_but_time(project: Project) -> None:
    """Without its memory the press finds every page unchanged."""
    write_few(project)
    project.build()
    before = {path: path.stat().st_mtime_ns for path in project.output.rglob("*")}
    shutil.rmtree(project.cache)
    applied = project.build().applied
    assert (applied.added, applied.changed, applied.removed) == ({}, {}, {})
    assert {path: path.stat().st_mtime_ns for path in project.output.rglob("*")} == before


@pytest.mark.parametrize("data", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_damaged_store_is_made_anew(project: Project, data: bytes) -> None:
    write_few(project)
    project.build()
    tree = project.tree()
    store = find_store(project.site())
    for path in store.parent.glob(f"{store.name}*"):
        path.unlink()
    store.write_bytes(data)
    project.build()
    assert project.tree() == tree


def test_drift_in_the_output_is_mended(project: Project) -> None:
    """Pages that somebody edited, removed or added in the output are put right."""
    write_few(project)
    project.build()
    tree = project.tree()
    (project.output / "id" / "index.html").write_text("edited")
    shutil.rmtree(project.output / "en")
    (project.output / "stray").mkdir()
    (project.output / "stray" / "page.html").write_text("?")
    (project.output / "sitemap.xml").unlink()
    (project.output / "sitemap.xml").symlink_to("/etc/hostname")
    project.build()
    assert project.tree() == tree
    assert not (project.output / "stray").exists()


def test_foreign_folder_is_left_alone(project: Project) -> None:
    """A folder that holds other people's files is not built into."""
    write_few(project)
    project.output.mkdir()
    (project.output / "thesis.txt").write_text("precious")
    with pytest.raises(PressError, match="not empty and not built by Kawat"):
        project.build()
    assert project.tree() == {"thesis.txt": b"precious"}


def test_workers_make_the_same_bytes(project: Project) -> None:
    """One process or several: the same site."""
    for number in range(420):
        day = Moment(date(2026, 1 + number % 11, 1 + number % 28))
        name = f"id/2026/01/post-{number:08d}.md"
        project.write_post(name, title=f"Nomor {number}", moment=day, sectors=("energy",))
    project.build(workers=2)
    tree = project.tree()
    assert len(tree) > 700
    assert tree == build_clean(project)


def test_third_party_post_without_disclaimer_fails_the_build(project: Project) -> None:
    """A theme that forgets the disclaimer cannot publish: the page is named and the old site stays."""
    theme = project.root / "theme"
    shutil.copytree(project.site().theme, theme)
    name = "id/2026/11/satu-00000001"
    project.write_post(f"{name}.md", moment=DAY, agency="SeaPRwire", source="x.txt")
    project.build(theme=theme)
    before = project.tree()
    assert "penyedia konten pihak ketiga" in project.read(f"{name}/index.html")
    template = theme / "templates" / "article.html"
    template.write_text(template.read_text().replace("{{ page.disclaimer }}", ""))
    with pytest.raises(DisclaimerError, match=rf"{name}/index\.html: the disclaimer .* is missing"):
        project.build(theme=theme)
    assert project.tree() == before


@pytest.mark.parametrize("agency", ["SeaPRwire", "Kantor Berita Rekaan", None])
def test_disclaimer_is_in_the_language_of_the_article(project: Project, agency: str | None) -> None:
    """Registered, general or unnamed: page and feed entry carry it in the post's language."""
    for tag, language in project.site().languages.items():
        project.write_post(f"{tag}/2026/11/x-00000001.md", moment=DAY, agency=agency, source="x.txt")
        registered = project.site().agencies.find(agency or "")
        wording = registered.disclaimers.get(tag) if registered else None
        general = language.disclaimer_agency.replace("%(agency)s", agency or "")
        expected = wording or (general if agency else language.disclaimer_unnamed)
        project.build()
        page = project.read(f"{language.slug}/2026/11/x-00000001/index.html")
        assert expected in re.sub("</?bdi[^>]*>", "", page)
        assert project.read(f"{language.slug}/feed.atom").count(expected) == 2


def test_two_posts_with_one_address(project: Project) -> None:
    """The smallest path has the address; the other is set aside and named, and follows when the first goes."""
    project.write_post("id/2026/11/satu-00000001.md", title="Yang pertama", moment=DAY)
    project.write_post("id/zzz.md", title="Yang kedua", moment=DAY, slug="satu-00000001")
    built = project.build()
    assert [finding.where for finding in built.set_aside] == ["id/zzz.md:1"]
    assert "Yang pertama" in project.read("id/2026/11/satu-00000001/index.html")
    (project.content / "id/2026/11/satu-00000001.md").unlink()
    assert project.build().set_aside == ()
    assert "Yang kedua" in project.read("id/2026/11/satu-00000001/index.html")


def test_unknown_labels_are_kept_and_reported(project: Project) -> None:
    project.write_post("id/2026/11/satu-00000001.md", moment=DAY, sectors=("Kriptologi & <Awan>", "energy"))
    built = project.build()
    assert built.labels == ("Kriptologi & <Awan>",)
    assert "Kriptologi &amp; &lt;Awan&gt;" in project.read("id/2026/11/satu-00000001/index.html")


def test_site_under_a_path(project: Project) -> None:
    """On a host's sub-folder every link starts with it."""
    write_few(project)
    project.build(url="https://host.example/digest")
    page = project.read("id/index.html")
    assert 'href="/digest/id/2026/11/satu-00000001/"' in page
    assert 'href="/id/' not in page


def test_times_carry_the_zone(project: Project) -> None:
    moment = Moment(date(2026, 11, 4), NOW.time().replace(hour=9, minute=30, tzinfo=None))
    project.write_post("id/2026/11/satu-00000001.md", moment=moment)
    project.build(zone=ZoneInfo("Asia/Jakarta"))
    assert 'datetime="2026-11-04T09:30:00+07:00"' in project.read("id/2026/11/satu-00000001/index.html")
    assert "<published>2026-11-04T09:30:00+07:00</published>" in project.read("id/feed.atom")


def test_build_leaves_what_it_did_and_why(project: Project) -> None:
    """``release.json`` has the paths of a build with their causes, and an unchanged build's is empty."""
    write_few(project)
    project.build()
    assert set(load_release(project.cache).added) == set(project.tree())
    path = project.write_post("id/2026/11/lima-00000005.md", title="Lima", moment=DAY)
    project.build()
    release = load_release(project.cache)
    assert release.added["id/2026/11/lima-00000005/index.html"] == "content/id/2026/11/lima-00000005.md added"
    assert release.changed["id/index.html"] == "content/id/2026/11/lima-00000005.md added"
    assert release.removed == {}
    path.unlink()
    project.build()
    gone = [f"id/2026/11/lima-00000005/{name}" for name in ("index.html", "item.json")]
    assert sorted(load_release(project.cache).removed) == gone
    project.build()
    assert load_release(project.cache) == Applied(unchanged=len(project.tree()))


def test_releases_are_joined_as_if_one_build_had_done_it_all() -> None:
    first = Applied({"a": "1", "b": "1"}, {"c": "1", "d": "1"}, {"e": "1", "f": "1"}, 1)
    second = Applied({"e": "2"}, {"a": "2"}, {"b": "2", "c": "2", "g": "2"}, 2)
    joined = Applied({"a": "2"}, {"d": "1", "e": "2"}, {"f": "1", "c": "2", "g": "2"}, 2)
    assert join_releases(first, second) == joined
    assert join_releases(Applied(), second) == second


def test_build_explains_itself(project: Project) -> None:
    """A page says which post or change made it be written, and whether somebody changed it since."""
    write_few(project)
    project.build()
    site, front = project.site(), project.output / "id" / "index.html"
    assert "because: first build" in explain_page(site, front)
    project.write_post("id/2026/11/lima-00000005.md", title="Lima", moment=DAY)
    project.build()
    assert "because: content/id/2026/11/lima-00000005.md added" in explain_page(site, front)
    article = explain_page(site, project.output / "id/2026/11/lima-00000005")
    assert "from: content/id/2026/11/lima-00000005.md" in article
    assert "somebody" not in article
    front.write_text("edited")
    assert "somebody changed it since" in explain_page(site, front)
    project.build(name="Another")
    assert "because: settings changed" in explain_page(site, front)
    for wrong in (project.output / "none.html", project.root / "other.html"):
        with pytest.raises(PressError):
            explain_page(site, wrong)
