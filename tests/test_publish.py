"""What a release consists of and what it changes: hashes, manifests, plans, limits, headers, compressed copies."""

from __future__ import annotations

import gzip
import os
import random
import re
import sys
import types
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Project
from kawat.errors import PublishError
from kawat.press.policies import POLICY, list_policies
from kawat.publish.compress import compress_gzip, find_compressors, update_compressed
from kawat.publish.hashes import Entry, Hashes, hash_file, walk_files
from kawat.publish.headers import UNKNOWN, load_headers
from kawat.publish.limits import TABLE, Limits, check_limits, load_limits
from kawat.publish.manifest import Manifest, is_hashed_asset, parse_manifest
from kawat.publish.plan import State, check_removals, make_plan
from kawat.publish.remotes import make_host
from kawat.publish.wishes import Wishes, check_address, read_wishes

URL = "https://news.example"
ENTRY = Entry("0" * 64, 1)
TEXTS = tuple(f".{kind}" for kind in "html css js xml atom rss opml txt svg json webmanifest".split())
OLD_NS = 1_700_000_000_000_000_000


def write(root: Path, path: str, text: str, age: int = 0) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    os.utime(file, ns=(OLD_NS, OLD_NS + age))
    return file


def find_all(root: Path, memory: Path) -> tuple[dict[str, Entry], int]:
    hashes = Hashes(memory)
    found = {seen.path: hashes.find(root, seen) for seen in walk_files(root)}
    hashes.save()
    return found, hashes.hashed


# -- hashes


def test_a_file_is_hashed_once(tmp_path: Path) -> None:
    """The second walk reads nothing; one changed file is read again, also when its size and time stay."""
    root, memory = tmp_path / "site", tmp_path / "hashes.txt"
    for number in range(5):
        write(root, f"a/{number}.html", str(number))
    first, count = find_all(root, memory)
    assert count == 5
    assert first["a/3.html"] == hash_file(root / "a/3.html")
    assert find_all(root, memory) == (first, 0)
    write(root, "a/3.html", "33", age=1)
    second, count = find_all(root, memory)
    assert (count, second["a/3.html"]) == (1, hash_file(root / "a/3.html"))
    staged = write(tmp_path, "staged", "44")
    os.utime(staged, ns=(OLD_NS, OLD_NS + 1))
    os.replace(staged, root / "a/3.html")  # as the press does: another inode
    third, count = find_all(root, memory)
    assert (count, third["a/3.html"]) == (1, hash_file(root / "a/3.html"))


def test_a_fresh_file_is_not_relied_upon(tmp_path: Path) -> None:
    """A file that was changed within the clock's grain is read again."""
    root, memory = tmp_path / "site", tmp_path / "hashes.txt"
    file = write(root, "a.html", "a")
    future = OLD_NS * 2
    os.utime(file, ns=(future, future))
    assert find_all(root, memory)[1] == 1
    assert find_all(root, memory)[1] == 1


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"# kawat hashes 1\nx\n1 2 3 4 5\n", b"# other\n"])
def test_a_damaged_memory_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    root, memory = tmp_path / "site", tmp_path / "hashes.txt"
    write(root, "with space/ü.html", "a")
    memory.write_bytes(damage)
    found, count = find_all(root, memory)
    assert (list(found), count) == (["with space/ü.html"], 1)
    assert find_all(root, memory)[1] == 0


def test_what_is_published(tmp_path: Path) -> None:
    """Names that begin with a point are left out, but for .well-known; links and unprintable names are refused."""
    for path in (".kawat/stage", ".git", "a/.hidden", ".well-known/security.txt", "a/b.html"):
        write(tmp_path, path, "x")
    assert sorted(seen.path for seen in walk_files(tmp_path)) == [".well-known/security.txt", "a/b.html"]
    (tmp_path / "link").symlink_to("a")
    with pytest.raises(PublishError, match="neither a file nor a folder"):
        list(walk_files(tmp_path))
    (tmp_path / "link").unlink()
    write(tmp_path, "a\nb", "x")
    with pytest.raises(PublishError, match="characters that are no text"):
        list(walk_files(tmp_path))


# -- manifests

PATHS = st.text("ab /.#é日\u2028\x85", min_size=1, max_size=8).map(lambda path: f"x{path}x")
ENTRIES = st.builds(Entry, st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}"), st.integers(0, 10**12))
FILES = st.dictionaries(PATHS, ENTRIES, max_size=5)


@given(FILES, FILES)
def test_a_manifest_comes_back(files: dict[str, Entry], kept: dict[str, Entry]) -> None:
    manifest = Manifest(URL, "mark", files, {path: entry for path, entry in kept.items() if path not in files})
    assert parse_manifest(manifest.data) == manifest
    shuffled = dict(random.Random(1).sample(list(files.items()), len(files)))
    assert Manifest(URL, "mark", shuffled, manifest.kept).data == manifest.data


def test_a_manifest_is_whole_or_nothing() -> None:
    """Cut off anywhere, or with a byte changed anywhere, it is none."""
    data = Manifest(URL, "mark", {"a.html": ENTRY, "b c.html": Entry("f" * 64, 20)}, {"k.css": ENTRY}).data
    assert parse_manifest(data) is not None
    for at in range(len(data) - 1):
        assert parse_manifest(data[:at]) is None, at
        assert parse_manifest(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]) is None, at
    assert parse_manifest(b"hello") is None
    assert parse_manifest(None) is None


# -- plans


def manifest(*paths: str, size: int = 1, headers: str = "", **kept: Entry) -> Manifest:
    return Manifest(URL, headers, {path: Entry("0" * 64, size) for path in paths}, kept)


def test_a_plan_has_what_differs() -> None:
    base = Manifest(URL, "", {"same.html": ENTRY, "gone.html": ENTRY, "other.html": ENTRY})
    built = Manifest(URL, "", {"same.html": ENTRY, "other.html": Entry("1" * 64, 1), "new.html": ENTRY})
    plan = make_plan(built, State(base), lambda path: "a cause" if path == "new.html" else "")
    assert plan.added == {"new.html": "a cause"}
    assert list(plan.changed) == ["other.html"]
    assert list(plan.removed) == ["gone.html"]
    assert plan.upload_size == 2
    assert make_plan(built, State(built)).is_nothing


def test_hashed_assets_stay_for_one_release() -> None:
    style = "assets/kawat.0123456789ab.css"
    first, second, third = manifest("a.html", style), manifest("b.html"), manifest("c.html")
    plan = make_plan(second, State(first))
    assert list(plan.removed) == ["a.html"]
    assert list(plan.target.kept) == [style]
    assert make_plan(second, State(plan.target)).is_nothing
    again = make_plan(third, State(plan.target))
    assert list(again.removed) == [style, "b.html"]
    assert again.target.kept == {}
    assert is_hashed_asset(style)
    assert not is_hashed_asset("assets/kawat.css")


def test_names_that_hold_a_hash() -> None:
    names = ("fragment/de_1a2b3c4.pf_fragment", "index/zh-hant_94a998d.pf_index", "pagefind.vi_e68a2d7dd5.pf_meta")
    assert all(is_hashed_asset(f"pagefind/{name}") for name in names)
    assert is_hashed_asset("assets/a.0123456789ab.svg.gz")
    for name in ("pagefind.js", "pagefind-entry.json", "wasm.de.pagefind", "fragment/de.pf_fragment"):
        assert not is_hashed_asset(f"pagefind/{name}")


def test_a_survey_removes_nothing() -> None:
    """What lies on a host that lost its manifest may be anybody's."""
    found = State(manifest("a.html", "theirs.txt"), frozenset(("ours.html",)), is_surveyed=True)
    plan = make_plan(manifest("a.html"), found)
    assert list(plan.removed) == ["ours.html"]
    assert plan.strays == ("theirs.txt",)
    assert not plan.is_nothing
    swept = make_plan(manifest("a.html"), found, is_removing_strays=True)
    assert list(swept.removed) == ["ours.html", "theirs.txt"]


def test_stages() -> None:
    paths = [
        "index.html", "sitemap.xml", "de/index.html", "de/2026/11/slug/index.html", "de/2026/11/index.html",
        "de/2026/11/05/index.html", "de/feed.atom", "sitemap/de/2026-11.xml", "assets/a.0123456789ab.css",
        "de/2026/11/slug/index.html.gz",
    ]  # fmt: skip
    stages = make_plan(manifest(*paths), State(None)).stages
    assert [(name, list(members)) for name, members in stages] == [
        ("files", ["assets/a.0123456789ab.css"]),
        ("new articles", ["de/2026/11/slug/index.html", "de/2026/11/slug/index.html.gz"]),
        ("new lists", ["de/2026/11/05/index.html", "de/2026/11/index.html", "de/index.html"]),
        ("new feeds and sitemaps", ["de/feed.atom", "sitemap/de/2026-11.xml"]),
        ("doors", ["index.html", "sitemap.xml"]),
    ]
    changed = make_plan(manifest(*paths, size=2), State(manifest(*paths[:-2])))
    assert [name for name, _ in changed.stages] == [
        "files", "new articles", "changed articles", "changed lists", "changed feeds and sitemaps", "doors",
    ]  # fmt: skip


def test_removals_are_capped() -> None:
    plan = make_plan(manifest("a.html"), State(manifest("a.html", "b.html", "c.html")))
    check_removals(plan, 2)
    with pytest.raises(PublishError, match=r"2 files would be removed, b\.html, c\.html …; at most 1 may be"):
        check_removals(plan, 1)


# -- limits


def test_every_limit_is_told_with_what_would_fit() -> None:
    files = {f"de/2026/{month:02}/{number}/index.html": ENTRY for month in (9, 10, 11) for number in range(10)}
    files |= {"index.html": Entry("0" * 64, 50)}
    check_limits(files, Limits("host", files=31, bytes=80, file_bytes=50, folder_files=10))
    with pytest.raises(PublishError, match="has 31 files; host takes 21; what is newer than 2026-09 would fit"):
        check_limits(files, Limits("host", files=21))
    with pytest.raises(PublishError, match="has 80 bytes; host takes 65; what is newer than 2026-10 would fit"):
        check_limits(files, Limits("host", bytes=65))
    with pytest.raises(PublishError, match="not even the newest month would fit"):
        check_limits(files, Limits("host", files=0))
    with pytest.raises(PublishError, match=r"index\.html: 50 bytes; host takes files of 49"):
        check_limits(files, Limits("host", file_bytes=49))
    with pytest.raises(PublishError, match=r"de/2026/\d\d: 10 files in one folder; host takes 9; withdraw 1 of them"):
        check_limits(files, Limits("host", folder_files=9))


def test_known_hosts() -> None:
    for name in re.findall(r"^\[([\w-]+)\]", TABLE.read_text("utf-8"), re.M):
        assert load_limits(name).name == name
    assert load_limits("") == Limits("")
    with pytest.raises(PublishError, match="'x' is no host that we know; expected one of cloudflare-pages"):
        load_limits("x")


# -- headers


def parse_headers_file(data: bytes) -> dict[str, dict[str, str]]:
    groups: dict[str, dict[str, str]] = {}
    for line in data.decode().splitlines():
        if line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            groups[list(groups)[-1]][name] = value
        else:
            groups[line] = {}
    return groups


def parse_policy(policy: str) -> dict[str, set[str]]:
    return {words[0]: set(words[1:]) - {"'none'"} for words in (part.split() for part in policy.split(";"))}


def test_one_source_of_headers(sample: Project) -> None:
    """What pages say in their meta elements, _headers and the nginx file agree.

    Hosts allow what some page's policy allows, and nothing else.
    """
    tree = sample.tree()
    metas = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
    pages = {path: metas.findall(data) for path, data in tree.items() if path.endswith(".html")}
    said = {found.decode().replace("&#39;", "'") for page in pages.values() for found in page}
    assert len(pages) > 100
    assert all(len(page) == 1 for page in pages.values())
    site = sample.site(url=f"{URL}/digest")
    policies = [POLICY, *list_policies(site).values()]
    assert said <= set(policies)
    headers = load_headers(site.url, policies)
    sent = parse_policy(headers.security["Content-Security-Policy"])
    assert sent.pop("frame-ancestors") == set()
    allowed: dict[str, set[str]] = {}
    for policy in map(parse_policy, policies):
        for name, sources in policy.items():
            allowed.setdefault(name, set()).update(sources)
    assert sent == allowed
    groups = parse_headers_file(headers.dump_headers_file())
    assert list(groups)[:2] == ["/digest/*", "/digest/assets/*"]
    assert {tuple(group.items()) for group in list(groups.values())[1:]} == {(("Cache-Control", headers.hashed),)}
    assert groups["/digest/*"] == headers.security
    nginx = headers.dump_nginx().decode()
    outer, _, inner = nginx.partition("\nlocation")
    for part in (outer, inner):
        found = dict(re.findall(r'add_header (\S+) "([^"]*)"', part))
        assert {name: found[name] for name in headers.security} == headers.security
    assert found["Cache-Control"] == groups["/digest/assets/*"]["Cache-Control"] == headers.hashed
    assert "/digest/404.html" in outer
    assert "gzip_static" not in nginx
    assert "gzip_static on;" in headers.dump_nginx(has_gzip=True).decode()
    assert "Strict-Transport-Security" not in load_headers("http://news.example", policies).security


def test_types_have_charsets(sample: Project) -> None:
    """Every file of the site has a type, and every text its charset."""
    headers = load_headers(URL, [POLICY])
    for path in sample.tree():
        kind = headers.type_of(path)
        assert kind != UNKNOWN, path
        assert ("charset=utf-8" in kind) == path.endswith(TEXTS), path
        assert headers.of(path)["Content-Type"] == kind
    assert headers.type_of("a/b") == UNKNOWN
    assert headers.type_of("A.PNG") == "image/png"
    assert load_headers(URL, [POLICY]).mark == headers.mark
    changed = type(headers)("x", headers.others, headers.security, headers.types, "")
    assert changed.mark != headers.mark


# -- compressed copies


def test_compressed_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made once, made again when the source changes, removed with it; small and incompressible files get none."""
    data = {"a.html": b"a" * 2000, "small.html": b"a", "picture.png": b"a" * 2000, "noise.txt": os.urandom(2000)}
    calls: list[str] = []

    def read(path: str) -> bytes:
        calls.append(path)
        return data[path]

    def update() -> list[str]:
        files = {path: Entry(hash_text(text), len(text)) for path, text in data.items()}
        update_compressed(files, read, tmp_path / "gz", find_compressors(["gz"]))
        return sorted(seen.path for seen in walk_files(tmp_path / "gz"))

    assert update() == ["a.html.gz"]
    assert gzip.decompress((tmp_path / "gz/a.html.gz").read_bytes()) == data["a.html"]
    assert calls == ["a.html", "noise.txt"]
    assert update() == ["a.html.gz"]
    assert len(calls) == 2
    data["a.html"] = b"b" * 3000
    assert update() == ["a.html.gz"]
    assert gzip.decompress((tmp_path / "gz/a.html.gz").read_bytes()) == data["a.html"]
    del data["a.html"]
    assert update() == []
    assert compress_gzip(b"x" * 99) == compress_gzip(b"x" * 99)
    assert compress_gzip(b"x")[4:8] == b"\0\0\0\0"  # no time
    monkeypatch.setitem(sys.modules, "brotli", None)
    with pytest.raises(PublishError, match="'br' needs the package brotli; install it"):
        find_compressors(["br"])
    brotli = types.ModuleType("brotli")
    brotli.compress = bytes.lower  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "brotli", brotli)
    assert list(find_compressors(["gz", "br"])) == ["gz", "br"]
    with pytest.raises(PublishError, match="'zip' is no compression; expected gz or br"):
        find_compressors(["zip"])


def hash_text(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


# -- settings


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("", "not set"),
        ("news.example", "is no absolute address"),
        ("ftp://news.example", "is no absolute address"),
        ("http://localhost:8000", "this machine's own address"),
        ("http://127.0.0.5/digest", "this machine's own address"),
        ("http://[::1]/", "this machine's own address"),
        ("https://laptop.local", "this machine's own address"),
    ],
)
def test_addresses_that_readers_cannot_reach(url: str, wrong: str) -> None:
    with pytest.raises(PublishError, match=f"SITEURL: .*{wrong}.*; set it in publishconf.py, or"):
        check_address(url)
    assert check_address("https://news.example/digest/") == "https://news.example/digest"


def test_wishes() -> None:
    assert read_wishes({}) == Wishes()
    given_ = {"KAWAT_REMOTE": " /srv ", "KAWAT_KEEP": "2", "KAWAT_COMPRESS": "gz, br", "KAWAT_TELL": ["purge"]}
    wishes = read_wishes({**given_, "KAWAT_MOST_REMOVED": ""})
    assert (wishes.remote, wishes.keep, wishes.compress, wishes.tell) == ("/srv", 2, ("gz", "br"), ("purge",))
    assert wishes.most_removed == 256
    with pytest.raises(PublishError, match="KAWAT_KEEP: 'many' is no number"):
        read_wishes({"KAWAT_KEEP": "many"})
    with pytest.raises(PublishError, match="KAWAT_PURGE: 'x' is no table"):
        read_wishes({"KAWAT_PURGE": "x"})


@pytest.mark.parametrize(
    ("remote", "wrong"),
    [
        ("", "not set; expected a folder, ssh:"),
        ("ftp://host/folder", "is no address that we know"),
        ("ssh://host", "is no address; expected ssh:"),
        ("ssh://-oProxyCommand=x/folder", "is no address"),
        ("rclone:", "names no remote"),
        ("git:a b", "names no branch"),
        ("output", "lie in each other"),
        ("output/public", "lie in each other"),
        (".", "lie in each other"),
    ],
)
def test_remotes_that_are_none(remote: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PublishError, match=f"KAWAT_REMOTE: .*{wrong}"):
        make_host(Wishes(remote=remote), tmp_path / "output", tmp_path / "cache")


def test_remotes(tmp_path: Path) -> None:
    for remote, place in {
        "/srv/news": "/srv/news",
        "file:///srv/news": "/srv/news",
        "ssh://me@host:22/srv/news": "ssh://me@host:22/srv/news",
        "rclone:remote:bucket": "rclone:remote:bucket",
        "rclone::sftp,host=h,pass=secret:folder": "rclone::sftp,…:folder",
        "git:origin": "git:origin",
    }.items():
        assert make_host(Wishes(remote=remote), tmp_path / "output", tmp_path / "cache").place == place


def test_the_publish_settings_are_read_from_the_environment() -> None:
    """What docs/publishing.md names is in publishconf.py."""
    text = (ROOT / "publishconf.py").read_text("utf-8")
    for name in ("SITEURL", "KAWAT_REMOTE", "KAWAT_LIMITS", "KAWAT_KEEP", "KAWAT_MOST_REMOVED", "KAWAT_COMPRESS"):
        assert f'{name} = os.environ.get("{name}"' in text


def list_recipes() -> list[str]:
    return re.findall(r"^    (make publish .*)$", (ROOT / "docs" / "publishing.md").read_text("utf-8"), re.M)


def test_recipes_are_in_order(tmp_path: Path) -> None:
    """Each recipe gives an address that readers can reach, a host that we know, and known limits."""
    recipes = list_recipes()
    assert len(recipes) >= 7
    kinds = set()
    for recipe in recipes:
        given_ = dict(word.split("=", 1) for word in recipe.split()[2:])
        check_address(given_["SITEURL"])
        host = make_host(Wishes(remote=given_["KAWAT_REMOTE"]), tmp_path / "output", tmp_path / "cache")
        load_limits(given_.get("KAWAT_LIMITS", host.limits))
        kinds.add(type(host).__name__)
    assert kinds == {"Folder", "Shell", "Bucket", "Branch"}
