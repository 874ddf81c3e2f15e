"""Agencies as data: every file is sound, no name is claimed twice, and a broken file says what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT, TAGS
from kawat.errors import AgencyError
from kawat.wire.agencies import FOLDER, Agency, Example, load_agencies

FILES = [path.stem for path in sorted(FOLDER.glob("*.toml"))]
AGENCIES = dict(zip(FILES, load_agencies().all, strict=True))
WIRES = Path(__file__).parent / "wires"
SAMPLES = sorted(path.name for path in WIRES.glob("*.txt"))
SAMPLED = """
    seaprwire acn-newswire jcn-newswire pr-newswire globenewswire business-wire access-newswire newsfile eqs
    media-outreach reuters ap dow-jones xinhua china-news-service antara bernama
""".split()
EXAMPLES = [(name, example) for name, agency in AGENCIES.items() for example in agency.datelines]

MINIMAL = 'name = "Kelana"\nurl = "https://kelana.example/"\nthird_party = true\n'


def write_agency(folder: Path, text: str, name: str = "kelana") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return path


def numbers_in(text: str) -> set[int]:
    """The numbers of a text, in whatever digits."""
    plain = "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in text)
    return {int(number) for number in re.findall(r"\d+", plain)}


def is_printed_in(agency: Agency, text: str) -> bool:
    return agency.is_named_in(text) or any(name in text for name in agency.short)


@pytest.mark.parametrize("name", FILES)
def test_every_agency_is_complete(name: str) -> None:
    """Names without white space around them, none twice, an address, and a shape to know its texts by."""
    agency = AGENCIES[name]
    spelled = [agency.name, *agency.aliases]
    assert all(one == one.strip() for one in (*spelled, *agency.short))
    assert len({one.casefold() for one in spelled}) == len(spelled)
    assert agency.host
    assert agency.host not in agency.hosts
    assert agency.datelines
    assert len({example.line for example in agency.datelines}) == len(agency.datelines)


def test_no_name_belongs_to_two_agencies() -> None:
    names = Counter(
        key
        for agency in AGENCIES.values()
        for key in {one.casefold() for one in (agency.name, *agency.names)} | set(agency.short)
    )
    hosts = Counter(host for agency in AGENCIES.values() for host in (agency.host, *agency.hosts))
    assert [key for known in (names, hosts) for key, count in known.items() if count > 1] == []


@pytest.mark.parametrize("name", FILES)
def test_an_agency_is_found_by_each_of_its_names(name: str) -> None:
    agency = AGENCIES[name]
    for one in agency.names:
        # A Turkish ı is no small I, so not every name has capitals.
        forms = {one, one.casefold(), f" {one} ", one.upper() if one.upper().casefold() == one.casefold() else one}
        assert {load_agencies().find(form) for form in forms} == {agency}
    for one in (agency.name, *agency.short):
        assert load_agencies().find(one) is agency


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=lambda value: getattr(value, "line", value))
def test_examples_mean_what_they_say(name: str, example: Example) -> None:
    """Place, day, month or its name, and year stand in the line; so does the agency, unless it prints a heading."""
    agency = AGENCIES[name]
    assert is_printed_in(agency, example.line) or agency.openings
    assert example.place is None or example.place in example.line
    numbers = numbers_in(example.line)
    if example.date:
        assert {example.date.year, example.date.year + 543} & numbers
        assert example.date.day in numbers
        rest = example.line.replace(example.place or "", "")
        assert example.date.month in numbers or re.search(r"[^\W\d_]{3}", rest)
    else:
        assert not any(1900 < number < 2700 for number in numbers)


@pytest.mark.parametrize("name", FILES)
def test_registered_wording_names_its_agency(name: str) -> None:
    """A footer in whichever language says who stands behind the text, and is in a language of the site."""
    agency = AGENCIES[name]
    for tag, wording in (*agency.disclaimers.items(), *agency.boilerplates.items()):
        assert tag in TAGS
        assert is_printed_in(agency, wording)
    assert all(agency.has_host_in(wording) for wording in agency.disclaimers.values())


@pytest.mark.parametrize("name", SAMPLED)
def test_the_common_agencies_have_a_sample(name: str) -> None:
    assert any(sample.startswith(f"{name}.") for sample in SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_of_their_agency_and_invented(name: str) -> None:
    """<agency>.<tag>.txt: it prints its agency's name, and addresses only of that agency or reserved ones."""
    stem, _, suffix = name.split(".")
    text = (WIRES / name).read_bytes().decode("utf-8")
    agency = AGENCIES[stem]
    assert suffix == "txt"
    assert is_printed_in(agency, text)
    addresses = re.findall(r"(?:https?://|@)([\w.-]*\w)", text, re.A)
    reserved = re.compile(r"(?:.+\.)?example(?:\.com|\.org|\.net)?")
    assert [one for one in addresses if not reserved.fullmatch(one) and not agency.has_host_in(one)] == []
    assert all("555-01" in number for number in re.findall(r"\+1[\d-]+", text))


def test_samples_cover_every_language() -> None:
    """All that the site publishes, and one that it does not."""
    assert {name.split(".")[1] for name in SAMPLES} == {*TAGS, "hi"}


def test_a_minimal_file_is_enough(tmp_path: Path) -> None:
    write_agency(tmp_path, MINIMAL)
    (agency,) = load_agencies(tmp_path).all
    assert (agency.name, agency.names, agency.host, agency.is_third_party) == (
        "Kelana",
        ("Kelana",),
        "kelana.example",
        True,
    )
    assert not agency.has_standfirst
    assert not (agency.datelines or agency.openings or agency.disclaimers or agency.boilerplates or agency.short)


def test_a_full_file_is_read(tmp_path: Path) -> None:
    write_agency(
        tmp_path,
        """
        name = "KLN"
        aliases = ["Kelana Newswire"]
        short = ["KLN"]
        url = "https://www.kelana.example/"
        hosts = ["kln.example"]
        third_party = false
        standfirst = true
        datelines = [{ line = "OSLO, Nov 4, 2026 (KLN) - ", place = "OSLO", date = 2026-11-04 }, { line = "(KLN) " }]
        opening = ["KLN:"]
        disclaimer.en = "KLN vouches for nothing."
        boilerplate.en = "KLN is a wire."
        marks.disclaimer = ["vouches for"]
        marks.boilerplate = ["is a wire"]
        """,
    )
    (agency,) = load_agencies(tmp_path).all
    assert (agency.names, agency.short, agency.host, agency.hosts) == (
        ("Kelana Newswire",),
        ("KLN",),
        "kelana.example",
        ("kln.example",),
    )
    assert agency.datelines == (Example("OSLO, Nov 4, 2026 (KLN) - ", "OSLO", date(2026, 11, 4)), Example("(KLN) "))
    assert (agency.is_third_party, agency.has_standfirst, agency.openings) == (False, True, ("KLN:",))
    assert (agency.disclaimers, agency.boilerplates) == ({"en": "KLN vouches for nothing."}, {"en": "KLN is a wire."})
    assert (agency.marks_disclaimer, agency.marks_boilerplate) == (("vouches for",), ("is a wire",))


BROKEN = {
    "name = ": "no valid TOML",
    MINIMAL.replace("name", "title"): "an unknown key 'title'",
    MINIMAL.replace('name = "Kelana"', ""): "no key 'name'",
    MINIMAL.replace('"Kelana"', "7"): "'name' is no text",
    MINIMAL.replace('"Kelana"', '" "'): "'name' is no text",
    MINIMAL.replace("https://", "http://"): "'url' is no address",
    MINIMAL.replace("kelana.example/", "[::1"): "'url' is no address",
    MINIMAL.replace("third_party = true", ""): "no key 'third_party'",
    MINIMAL.replace("true", '"false"'): "'third_party' is neither true nor false",
    MINIMAL + "standfirst = 1": "'standfirst' is neither true nor false",
    MINIMAL + 'aliases = "KLN"': "'aliases' is no list of texts",
    MINIMAL + "short = [1]": "'short' is no list of texts",
    MINIMAL + 'opening = [""]': "'opening' is no list of texts",
    MINIMAL + 'hosts = ["https://kln.example"]': "no host in 'hosts'",
    MINIMAL + 'hosts = ["www.kln.example"]': "no host in 'hosts'",
    MINIMAL + 'datelines = ["OSLO (KLN) - "]': "'datelines' is no list of tables",
    MINIMAL + "[datelines]": "'datelines' is no list of tables",
    MINIMAL + "datelines = [{}]": "no key 'datelines.line'",
    MINIMAL + 'datelines = [{ line = "(KLN) ", city = "OSLO" }]': "an unknown key 'datelines.city'",
    MINIMAL + 'datelines = [{ line = "(KLN) ", place = 1 }]': "'datelines.place' is no text",
    MINIMAL + 'datelines = [{ line = "(KLN) ", date = "2026-11-04" }]': "'datelines.date' is no day",
    MINIMAL + 'datelines = [{ line = "(KLN) ", date = 2026-11-04T10:00:00 }]': "'datelines.date' is no day",
    MINIMAL + 'disclaimer = "none"': "'disclaimer' is no table",
    MINIMAL + "disclaimer.en = true": "'disclaimer.en' is no text",
    MINIMAL + 'boilerplate.en = ["a"]': "'boilerplate.en' is no text",
    MINIMAL + 'marks = ["a"]': "'marks' is no table",
    MINIMAL + 'marks.legal = ["a"]': "an unknown key 'marks.legal'",
    MINIMAL + 'marks.boilerplate = "a"': "'marks.boilerplate' is no list of texts",
}


@pytest.mark.parametrize(("text", "wrong"), BROKEN.items(), ids=BROKEN.values())
def test_a_broken_file_is_named(tmp_path: Path, text: str, wrong: str) -> None:
    """The message has the file, the key and what was expected there."""
    path = write_agency(tmp_path, text)
    with pytest.raises(AgencyError, match=re.escape(wrong)) as caught:
        load_agencies(tmp_path)
    assert caught.value.where == str(path)
    assert caught.value.expected.startswith("expected ")


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "kelana.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(AgencyError, match="expected TOML in UTF-8"):
        load_agencies(tmp_path)


@pytest.mark.parametrize("second", ['name = "KELANA"', 'name = "Other"\naliases = ["kelana"]'])
def test_a_name_claimed_twice_is_refused(tmp_path: Path, second: str) -> None:
    write_agency(tmp_path, MINIMAL, "a")
    path = write_agency(tmp_path, MINIMAL.replace('name = "Kelana"', second), "b")
    with pytest.raises(AgencyError, match=r"'kelana' is a name of a\.toml too") as caught:
        load_agencies(tmp_path)
    assert caught.value.where == str(path)


def test_short_names_differ_by_case(tmp_path: Path) -> None:
    """``ots`` and ``OTS`` are two services."""
    for stem, name, short in (("a", "Kelana", "kln"), ("b", "Kembara", "KLN")):
        write_agency(tmp_path, f'{MINIMAL.replace("Kelana", name)}short = ["{short}"]', stem)
    agencies = load_agencies(tmp_path)
    assert [getattr(agencies.find(name), "name", None) for name in ("kln", "KLN", "Kln")] == ["Kelana", "Kembara", None]


@pytest.mark.parametrize(
    ("stem", "text", "expected"),
    [
        ("bloomberg", "berbicara kepada Bloomberg, Jumat", True),
        ("bloomberg", "the Bloombergs of this world", False),
        ("reuters", "ロイターによると", True),
        ("reuters", "据Reuters报道", True),
        ("reuters", "كما ذكرت رويترز.", True),
        ("yonhap", "연합뉴스는 보도했다", True),
        ("bernama", "seorang lelaki bernama Ahmad", False),
        ("antara", "antara Jakarta dan Bandung", False),
        ("antara", "izin dari Kantor Berita ANTARA.", True),
        ("interfax", "передаёт «Интерфакс»", True),
        ("tempo", "for the tempo of work", False),
        ("china-news-service", "据中新社报道", True),
    ],
)
def test_names_are_told_from_words(stem: str, text: str, expected: bool) -> None:
    assert AGENCIES[stem].is_named_in(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SeaPRwire (https://www.seaprwire.com/)對此", True),
        ("ดูที่seaprwire.comได้", True),
        ("見SEAPRWIRE.COM。", True),
        ("https://id.seaprwire.com/x", True),
        ("https://notseaprwire.com/", False),
        ("https://seaprwire.common.example/", False),
    ],
)
def test_addresses_are_told_from_others(text: str, expected: bool) -> None:
    assert AGENCIES["seaprwire"].has_host_in(text) is expected


def test_is_named_in_stays_linear() -> None:
    """A long text is searched for every agency: no pattern goes back over it."""
    for run in ("a", "＝", "PRNewswir", "PRNewswirex"):
        text = run * (100_000 // len(run))
        assert not any(agency.is_named_in(text) or agency.has_host_in(text) for agency in AGENCIES.values())


def test_the_guide_names_every_key() -> None:
    """docs/adding-an-agency.md and the reader know the same keys."""
    guide = (ROOT / "docs" / "adding-an-agency.md").read_text("utf-8")
    module = (FOLDER.parent / "agencies.py").read_text("utf-8")
    keys = set(re.findall(r'"(\w+)"', module[module.index("KEYS = (") : module.index("DATELINE_KEYS")]))
    assert {key for key in keys if f"`{key}`" not in guide and f"`[{key}]`" not in guide} == set()
