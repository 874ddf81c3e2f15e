"""Posts as files."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kawat.errors import PostError
from kawat.paragraphs import make_line
from kawat.wire.posts import FIELDS, Moment, Post, decode_post, dump_post, is_pristine, parse_post, seal_post

LINES = st.text(max_size=30).map(make_line)
OPTIONAL = LINES.map(lambda line: line or None)
POSTS = st.builds(
    Post,
    title=LINES.filter(bool),
    body=st.text(alphabet="ab \n中*", max_size=40),
    moment=st.none() | st.builds(Moment, st.dates(), st.none() | st.times().map(lambda t: time(t.hour, t.minute))),
    sectors=st.lists(LINES.map(lambda line: line.replace(",", "").strip()).filter(bool), unique=True).map(tuple),
    agency=OPTIONAL,
    place=OPTIONAL,
    summary=OPTIONAL,
    disclaimer=OPTIONAL,
    source=OPTIONAL,
    translation=OPTIONAL,
    status=st.sampled_from(["published", "draft", "withdrawn"]),
)


@given(POSTS)
def test_round_trip(post: Post) -> None:
    """What is written is read back the same."""
    assert parse_post(dump_post(post), "a.md") == post


@given(POSTS)
def test_seal_tells_an_edit(post: Post) -> None:
    """A converted post is pristine until a character of its file changes."""
    sealed = seal_post(post)
    text = dump_post(sealed)
    assert is_pristine(parse_post(text, "a.md"), text)
    assert not is_pristine(parse_post(f"{text}!", "a.md"), f"{text}!")


def test_one_key_a_line_in_order() -> None:
    """The header is readable: one key a line, in a fixed order, UTF-8."""
    post = Post(title="عنوان", body="نص\n", lang="ar", moment=Moment(date(2026, 11, 4)), sectors=("energy", "Neu"))
    assert dump_post(post) == "Title: عنوان\nDate: 2026-11-04\nLang: ar\nSectors: energy, Neu\n\nنص\n"


BAD = {
    "unknown key": ("Title: x\nSave_as: ../evil\n\nb", "a.md:2: unknown key 'Save_as'"),
    "attribute of Pelican": ("Title: x\nTemplate: y\n\nb", "unknown key 'Template'"),
    "no title": ("Date: 2026-11-04\n\nb", "no Title"),
    "no header": ("Just text\n\nb", "is no header line"),
    "bad date": ("Title: x\nDate: 04.11.2026\n\nb", "a.md:2: Date '04.11.2026' is no date"),
    "impossible date": ("Title: x\nDate: 2026-02-30\n\nb", "is no date"),
    "second key": ("Title: x\ntitle: y\n\nb", "a second Title"),
    "slug that climbs": ("Title: x\nSlug: ../../evil\n\nb", "Slug '../../evil' is not allowed"),
    "slug that is a day": ("Title: x\nSlug: 04\n\nb", "Slug '04' is not allowed"),
    "hidden line break": ("Title: x\u2028Status: draft\n\nb", "is no header line"),
    "status": ("Title: x\nStatus: hidden\n\nb", "unknown Status 'hidden'"),
    "empty": ("", "is no header line"),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD.keys())
def test_bad_post_is_named(text: str, message: str) -> None:
    """A post that cannot be used says where, what and what was expected."""
    with pytest.raises(PostError) as caught:
        parse_post(text, "a.md")
    assert message in str(caught.value)
    assert "; " in str(caught.value)


def test_no_utf8_is_named() -> None:
    with pytest.raises(PostError, match=r"a\.md:2: byte 0xff is no UTF-8"):
        decode_post(b"Title: x\n\xff\n", "a.md")


def test_every_field_has_a_key() -> None:
    """No field of a post is lost on its way to the file."""
    assert set(FIELDS.values()) == {name for name in Post.__dataclass_fields__ if name != "body"}
