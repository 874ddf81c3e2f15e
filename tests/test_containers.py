"""Containers: every format gives the same plain text, and nothing in a file stops what stands beside it."""

from __future__ import annotations

import base64
import io
import json
import random
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from browsing import open_browser
from kawat.errors import WireError
from kawat.languages import load_languages
from kawat.wire.boxes.blocks import Blocks
from kawat.wire.boxes.html import read_fragment
from kawat.wire.boxes.sniff import REACH
from kawat.wire.boxes.tags import Tag, cut_tags
from kawat.wire.containers import Limits, Member, open_container
from kawat.wire.detect import find_declared
from kawat.wire.naming import name_story
from texts import make_text

HEADLINE = "Sandvik Harbour opens a second quay"
LEAD = "The harbour of Sandvik has opened its second quay after three years of work, the harbour master said."
MORE = "The quay is 210 metres long and takes ships of up to 40,000 tonnes."
TEXT = f"{HEADLINE}\n\n{LEAD}\n\n{MORE}\n"


def read(data: bytes | str, source: str) -> Member:
    """The only member of a file."""
    found = open_container(data.encode() if isinstance(data, str) else data, source)
    assert len(found) == 1
    assert isinstance(found[0], Member), found[0]
    return found[0]


def show(data: bytes | str, source: str = "x.html") -> str:
    """The text of the only member, without the line break at its end."""
    return read(data, source).data.decode().removesuffix("\n")


def fail(data: bytes | str, source: str) -> str:
    """Why there is no text in a file."""
    found = open_container(data.encode() if isinstance(data, str) else data, source)
    assert len(found) == 1
    assert isinstance(found[0], WireError), found[0]
    return str(found[0])


def body(html: str) -> str:
    return show(f"<html><body><h1>{HEADLINE}</h1>{html}</body></html>").removeprefix(f"{HEADLINE}\n\n")


# -- what is a container, and what a text


PLAIN = {
    "x.txt": make_text(),
    "angle.txt": "<30 days to go\n\nThe quay opens soon.",
    "tag.txt": "<b>Sandvik</b> opens a quay\n\nThe quay is long.",
    "paragraph.txt": "<p> is what a paragraph is called, the ministry said\n\nIt is not closed.",
    "open.txt": "<quay> opens\n\n</harbour>",
    "brace.txt": "{CORRECTED} Sandvik opens a quay\n\nThe quay is long.",
    "bracket.txt": "[1] Sandvik opens a quay\n\nThe quay is long.",
    "list.txt": '["Sandvik", "a quay"]',
    "from.txt": "From: the harbour\n\nThe quay is long.",
    "letter.txt": "From: Sandvik\nDate: soon\nSubject: a quay\n\nThe quay is long.",
    "bare.html": "Sandvik opens a quay\n\nNo mark is in here.",
    "rule.md": "---\nSandvik opens a quay\n---\n\nThe quay is long.",
    "heading.md": "# Sandvik opens a quay\n\nThe *quay* is long.",
    "label.md": "Harbour: Sandvik\nLength: 210 metres\n\nSandvik: a quay\n\nThe quay is long.",
    "mail.eml": "Sandvik opens a quay\n\nThe quay is long.",
    "pk.txt": "PK is the last name of a harbour master\n\nThe quay is long.",
    "empty.txt": "",
}


@pytest.mark.parametrize("name", PLAIN)
def test_plain_texts_stay_as_they_came(name: str) -> None:
    """What merely begins like another format is a text: its own bytes, and nothing said about them."""
    data = PLAIN[name].encode()
    assert read(data, name) == Member(name, data)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "gb18030"])
def test_plain_text_is_not_decoded(encoding: str) -> None:
    data = "东京港开放新码头\n\n码头长二百一十米。".encode(encoding)
    assert read(data, "x.txt").data == data


FORMATS: dict[str, Callable[[], bytes | str]] = {}


def fixture(name: str) -> Callable[[Callable[[], bytes | str]], Callable[[], bytes | str]]:
    def keep(make: Callable[[], bytes | str]) -> Callable[[], bytes | str]:
        FORMATS[name] = make
        return make

    return keep


@fixture("page.html")
def make_page() -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Quay | Bentang Newswire</title>'
        '<meta property="og:site_name" content="Bentang Newswire">'
        '<meta property="article:published_time" content="2026-11-04T23:30:00+07:00">'
        '<meta name="description" content="Ships &amp; weather">'
        '<meta property="article:section" content="Transport"></head>'
        f"<body><nav><a href=/>Home</a></nav><main><article><h1>Sandvik Harbour<br>opens a second quay</h1>"
        f"<p>{LEAD}</p>\n<p>{MORE}</p></article></main><footer>About us</footer></body></html>"
    )


@fixture("letter.eml")
def make_letter() -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "desk@bentang.example", "wire@kawat.example"
    message["Subject"] = f"Fwd: {HEADLINE}"
    message["Date"] = "Wed, 04 Nov 2026 08:00:00 +0700"
    message.set_content(f"{LEAD}\n\n{MORE}\n")
    message.add_alternative(f"<p>Other {LEAD}</p>", subtype="html")
    message["Content-Language"] = "en"
    return bytes(message)


NEWSML = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:bentang.example,2026:1" version="1" xml:lang="de">
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:BNW"><name>Bentang Newswire</name></provider>
<versionCreated>2026-11-05T06:00:00+07:00</versionCreated><firstCreated>2026-11-04T23:30:00+0700</firstCreated>
<pubStatus qcode="{status}"/>{more}</itemMeta>
<contentMeta><located qcode="geo:1"><name>Sandvik</name></located><language tag="en"/>
<subject type="cpnat:abstract" qcode="medtop:20000337"><name xml:lang="en">transport</name></subject>
<subject type="cpnat:person" qcode="p:1"><name>Ola Berg</name></subject>
<headline>Sandvik Harbour opens a second quay</headline></contentMeta>
<contentSet>{content}</contentSet></newsItem>"""
INLINE = f"""<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>
<title>Other</title></head><body>\n<p>{LEAD}</p>\n<p>{MORE}</p></body></html></inlineXML>"""


def make_item(content: str = INLINE, status: str = "stat:usable", more: str = "") -> str:
    return NEWSML.format(content=content, status=status, more=more)


fixture("item.xml")(make_item)


@fixture("story.nitf")
def make_nitf(status: str = "usable") -> str:
    return f"""<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf xml:lang="en"><head><title>Other</title><tobject><tobject.subject tobject.subject.refnum="04015001"/></tobject>
<docdata management-status="{status}"><date.issue norm="20261105T060000+0700"/></docdata></head>
<body><body.head><hedline><hl1>{HEADLINE}</hl1></hedline><distributor>Bentang Newswire</distributor>
<dateline><location><city>Sandvik</city></location>, <story.date norm="20261104">Nov 4</story.date></dateline>
</body.head><body.content><block><p>{LEAD}</p><p>{MORE}</p></block>
<media><media-metadata name="x" value="y"/></media></body.content></body></nitf>"""


@fixture("item.json")
def make_ninjs() -> str:
    item = {
        "uri": "tag:bentang.example,2026:1",
        "type": "text",
        "versioncreated": "2026-11-04T23:30:00+07:00",
        "language": "en",
        "located": "Sandvik",
        "source": "Bentang Newswire",
        "subject": [{"code": "20000337", "scheme": "medtop", "name": "transport"}],
        "headline": HEADLINE,
        "body_text": "Not this one.",
        "body_xhtml": f"<p>{LEAD}</p><p>{MORE}</p>",
    }
    return json.dumps(item)


@fixture("item2.json")
def make_ninjs2() -> str:
    item = {
        "uri": "tag:bentang.example,2026:1",
        "versionCreated": "2026-11-04T23:30:00+07:00",
        "headlines": [{"role": "short", "value": "Quay"}, {"role": "main", "value": HEADLINE}],
        "bodies": [
            {"role": "main", "contentType": "text/plain", "value": "Not this one."},
            {"role": "main", "contentType": "text/html", "value": f"<p>{LEAD}</p><p>{MORE}</p>"},
        ],
        "infoSources": [{"name": "Bentang Newswire"}],
        "subjects": [{"name": "transport", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000337"}],
    }
    return json.dumps(item)


@fixture("post.md")
def make_post() -> str:
    return f"Title: {HEADLINE}\nDate: 2026-11-04\nLang: en\nSectors: Transport, Energy\n\n{LEAD}\n\n{MORE}\n"


@fixture("front.md")
def make_front_matter() -> str:
    return f'---\ntitle: "{HEADLINE}"\ndate: 2026-11-04\ntags:\n  - quay\n---\n\n# {HEADLINE}\n\n{LEAD}\n\n{MORE}\n'


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_text(name: str) -> None:
    """Headline, blank line, one paragraph a block; the day is the one in the text's own zone."""
    member = read(FORMATS[name](), name)
    assert member.data.decode() == TEXT
    assert (member.source, member.declared, member.warnings) == (name, "utf-8", ())
    assert member.facts.headline == HEADLINE
    assert member.facts.date == date(2026, 11, 4)


@pytest.mark.parametrize(
    ("name", "expected"),
    {
        "page.html": ("en", "Bentang Newswire", None, ("Transport",), "Ships & weather"),
        "letter.eml": ("en", None, None, (), None),
        "item.xml": ("en", "Bentang Newswire", "Sandvik", ("medtop:20000337",), None),
        "story.nitf": ("en", "Bentang Newswire", "Sandvik", ("medtop:04000000",), None),
        "item.json": ("en", "Bentang Newswire", "Sandvik", ("medtop:20000337",), None),
        "item2.json": (None, "Bentang Newswire", None, ("medtop:20000337",), None),
        "post.md": ("en", None, None, ("Transport", "Energy"), None),
        "front.md": (None, None, None, (), None),
    }.items(),
)
def test_facts(name: str, expected: tuple[object, ...]) -> None:
    """What a container states: language, agency, place, sectors, standfirst."""
    facts = read(FORMATS[name](), name).facts
    assert (facts.language, facts.agency, facts.place, facts.sectors, facts.standfirst) == expected


@pytest.mark.parametrize("name", [name for name in FORMATS if not name.endswith(".md")])
def test_content_tells_the_kind_before_the_suffix(name: str) -> None:
    assert read(FORMATS[name](), "x.txt").data.decode() == TEXT


# -- pages


@pytest.mark.parametrize(
    ("html", "expected"),
    {
        "<p>One<p>Two": "One\n\nTwo",
        "One<br>\n<br/>Two<br>line": "One\n\nTwo\nline",
        "<p>One\n  line &amp;amp; &lt;script&gt;x&lt;/script&gt;</p>": "One line &amp; <script>x</script>",
        "<P CLASS='a>b'>One</P >two<hr>three": "One\n\ntwo\n\nthree",
        "<p>One&nbsp;&nbsp;two</p><p>&nbsp;</p><p> \u200b </p>": "One\u00a0\u00a0two",
        "<p>One<!-- <p>not --> two<!--> three</p>": "One two three",
        "<script>if (a<b) '<p>'</script><style>p{}</style><noscript><p>no</p></noscript>One": "One",
        "<template><p>no</p></template><nav><div>no</div></nav><svg><title>no</title></svg>One": "One",
        "<p hidden>no</p><div style='color:red; DISPLAY : none'>no<div>no</div></div><p>One": "One",
        "<ul><li>one<li>two<ul><li>three</ul></ul>": "• one\n\n• two\n\n• three",
        "<ol start=4><li><p>one</p><p>more</p><li value=9>two<li>three</ol>": "4. one\n\nmore\n\n9. two\n\n10. three",
        "<table><tr><th><th>2025<tr><td>Ships<td>12</table>": "| 2025\n\nShips | 12".replace("| 2025", "2025"),
        "<table><tr><th></th><th>2025</th><th>2026</th></tr></table>": "| 2025 | 2026",
        "<table><tr><td>a<br>b</td><td><p>c</p></td></tr></table>": "a b | c",
        "<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>": "a\n\nb\n\nc",
        "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>": "a | b",
        "<pre>\n a   b\n c\n\nd</pre>": " a   b\n c\n\nd",
        "<blockquote>a<p>b</blockquote>c": "a\n\nb\n\nc",
        "<h2>A<br>subhead</h2><p>b": "A subhead\n\nb",
        "<p>10<sup>6</sup> m<sup>2</sup>, CO<sub>2</sub>": "10⁶ m², CO2",
        "<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby><q>a</q>": "漢字(かんじ)“a”",
        "<p>東京\n  港": "東京港",
        "<p>서울\n항구": "서울 항구",
        "<dl><dt>a<dd>b</dl><figure><img alt=no><figcaption>c</figcaption></figure>": "a\n\nb\n\nc",
        "a < b <3 & c &copy; &#x41;&#65 &#999999999999999; &unknown;": "a < b <3 & c © AA \ufffd &unknown;",
        "<p>one</p><button>no</button><select><option>no</select><textarea><p>no</textarea>": "one",
        "<p>one</p><nav>never closed": "one\n\nnever closed",
        "</div></p><p>one</article></td>": "one",
        "<p>one<a href='x": "one",
        "One\n\ntwo\nlines": "One\n\ntwo lines",
    }.items(),
)
def test_page_is_what_a_reader_sees(html: str, expected: str) -> None:
    assert body(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    {
        "<title>A quay</title><p>b</p>": "A quay\n\nb",
        "<title>A quay</title><p><b>A quay.</b></p><p>b</p>": "A quay.\n\nb",
        "<title>Untitled Document</title><p>A quay</p><p>b</p>": "A quay\n\nb",
        "<title>x</title><meta property=og:title content='A &quot;quay&quot;'><p>b</p>": 'A "quay"\n\nb',
        "<title>Bentang: A longer quay</title><p>A longer quay</p><p>b</p>": "A longer quay\n\nb",
        "<h1>Bentang</h1><main><h2>A quay</h2><p>b</main>": "A quay\n\nb",
        "<header><h1>A quay</h1></header><article><p>b</article>": "A quay\n\nb",
        "<article>a</article><article>b</article><main><h1>c</h1>d</main>": "c\n\nd",
        "<article></article><h1>a</h1><p>b": "a\n\nb",
        "<h1><img></h1><h1>a</h1><p>b": "a\n\nb",
        "<title>a</title>" + "<p>x" * 9 + "<p>a": "a" + "\n\nx" * 9 + "\n\na",
    }.items(),
)
def test_headline_of_a_page(html: str, expected: str) -> None:
    """An h1, what opens the text, or what the page states; never twice."""
    assert show(f"<html>{html}</html>") == expected


def test_header_without_a_title_is_no_text_either() -> None:
    member = read(f"Date: 2026-11-04\nLang: id\n\n{TEXT}", "x.md")
    assert (member.data.decode(), member.facts.date, member.facts.language) == (TEXT, date(2026, 11, 4), "id")


def test_labels_above_a_headline_are_left_out_and_told() -> None:
    """A kicker or the way to the page is no part of the story; a sentence is."""
    member = read(f"<html><div>Transport</div><p>{LEAD}</p><h1>{HEADLINE}</h1><p>{MORE}</p>", "x.html")
    assert member.data.decode() == TEXT
    assert member.warnings == ("left out, as it stands above the headline: 'Transport'",)


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16"])
def test_page_states_its_charset(encoding: str) -> None:
    """A meta element is believed, but not about UTF-16, which it could not be read in."""
    text = "В порту Сандвик открыт второй причал длиной двести метров, сообщил начальник порта."
    for charset in {encoding, "utf-16"} if encoding == "utf-16" else {encoding}:
        page = f'<html><meta http-equiv=Content-Type content="text/html; charset={charset}"><h1>Порт</h1><p>{text}</p>'
        assert show(page.encode(encoding)) == f"Порт\n\n{text}"
    assert show(f'<html><meta charset="utf-16"><h1>Порт</h1><p>{text}</p>') == f"Порт\n\n{text}"


def test_page_without_text() -> None:
    assert "no text in the page" in fail("<html><title>x</title><script>load()</script></html>", "x.html")


def test_tags_are_cut_as_browsers_cut_them() -> None:
    text = "<A Href = \"a>b\" x='&amp;' x=2 y=1/>t</a\n><b/c=d>&lt;"
    tags = list(cut_tags(text))
    assert [tag.attributes for tag in tags if isinstance(tag, Tag)] == [
        {"href": "a>b", "x": "&", "y": "1/"},
        {},
        {"c": "d"},
    ]
    assert [tag if isinstance(tag, str) else (tag.name, tag.is_end) for tag in tags] == [
        ("a", False), "t", ("a", True), ("b", False), "<",
    ]  # fmt: skip


# -- mails


def make_mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "desk@bentang.example", "Message-ID": "<1@bentang.example>", **headers}.items():
        message[name.replace("_", "-")] = value
    return message


def test_mail_keeps_the_bytes_of_a_text_with_a_headline() -> None:
    """A text that opens with the subject comes undecoded, with the charset that the mail states."""
    text = "Порт Сандвик\n\nВ порту Сандвик открыт второй причал длиной двести метров.\n"
    message = make_mail(Subject="SIARAN: Порт Сандвик")
    message.set_content(text, charset="koi8-r", cte="base64")
    member = read(bytes(message), "x.eml")
    assert (member.data, member.declared) == (text.encode("koi8-r"), "koi8-r")
    assert member.facts.headline == "SIARAN: Порт Сандвик"


def test_mail_subject_becomes_the_headline() -> None:
    """Encoded words are decoded, answers' prefixes go, and no line break gets in."""
    message = make_mail(Subject="Re: Fwd: Порт Сандвик")
    message.set_content("В порту Сандвик открыт второй причал.\n", charset="utf-8", cte="quoted-printable")
    assert b"=?utf-8?" in bytes(message)
    assert show(bytes(message), "x.eml") == "Порт Сандвик\n\nВ порту Сандвик открыт второй причал."
    raw = b"Subject: =?utf-8?q?Quay=0A=0D=0ABcc:_x?=\r\nMIME-Version: 1.0\r\nMessage-ID: <1>\r\n\r\nBody.\r\n"
    assert show(raw, "x.eml") == "Quay Bcc: x\n\nBody."


def test_mail_with_more_headers_than_are_looked_at() -> None:
    """The last line that is looked at may be cut, and need not be a header's."""
    fields = "".join(f"X-Trace-{number}: {'hop ' * 20}\r\n" for number in range(800))
    raw = f"Message-ID: <1@bentang.example>\r\nSubject: Quay\r\nMIME-Version: 1.0\r\n{fields}\r\nBody.\r\n"
    assert len(raw) > REACH
    assert show(raw, "x.txt") == "Quay\n\nBody."


def test_mail_with_raw_bytes_in_its_subject() -> None:
    raw = "Subject: Порт\nFrom: a@b.example\nDate: Wed, 4 Nov 2026 08:00:00 +0700\n\nВ порту открыт причал.\n"
    assert show(raw, "x.txt") == "Порт\n\nВ порту открыт причал."
    assert show(raw.encode("koi8-r").replace(b"\n\n", b"\nContent-Type: text/plain; charset=koi8-r\n\n"), "x.eml") == (
        "Порт\n\nВ порту открыт причал."
    )


def test_flowed_mail_is_joined_and_wrapped_mail_is_not() -> None:
    """RFC 3676 says where a line goes on; other broken lines are the reader's matter."""
    head = b"Subject: Quay\nMIME-Version: 1.0\nMessage-ID: <1>\nContent-Type: text/plain; charset=utf-8"
    flowed = head + b"; format=flowed\n\nQuay\n\nThe harbour \nhas opened.\n From here.\n-- \nDesk\n"
    assert show(flowed, "x.eml") == "Quay\n\nThe harbour has opened.\nFrom here.\n-- \nDesk"
    delsp = head + b"; format=flowed; delsp=yes\n\nQuay\n\nThe har \nbour\n"
    assert show(delsp, "x.eml") == "Quay\n\nThe harbour"
    assert show(head + b"\n\nQuay\n\nThe harbour \nhas opened.\n", "x.eml") == "Quay\n\nThe harbour \nhas opened."


def test_html_mail() -> None:
    """The page where there is no plain text; its own heading before the subject."""
    message = make_mail(Subject="News of today")
    message.set_content(" \n")
    page = f"<html><title>Mailing</title><table><tr><td><p>{LEAD}</p><p>{MORE}</p></td></tr></table></html>"
    message.add_alternative(page, subtype="html")
    assert show(bytes(message), "x.eml") == f"News of today\n\n{LEAD}\n\n{MORE}"
    message = make_mail(Subject="News of today")
    message.set_content(f"<h1>{HEADLINE}</h1><p>{LEAD}</p><p>{MORE}</p>", subtype="html")
    assert read(bytes(message), "x.eml").data.decode() == TEXT


def test_what_is_attached_becomes_members() -> None:
    """Texts, pages, archives and mails; pictures are passed over. Names are shown, cleaned."""
    message = make_mail(Subject="Four texts")
    message.set_content("See below.\n")
    message.add_attachment(make_text().encode(), maintype="text", subtype="plain", filename="../a/story.de.txt")
    message.add_attachment(make_page().encode(), maintype="application", subtype="octet-stream", filename="page.html")
    message.add_attachment(
        make_zip({"b.id.txt": b"Rapat"}), maintype="application", subtype="zip", filename="Kiriman é.zip"
    )
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    inner = make_mail(Subject="Forwarded")
    inner.set_content("A text of its own.\n")
    message.add_attachment(inner)
    found = open_container(bytes(message), "wire/x.eml")
    assert [member.source for member in found if isinstance(member, Member)] == [
        "wire/x.eml",
        "wire/x.eml#a-story.de.txt",
        "wire/x.eml#page.html",
        "wire/x.eml#Kiriman é.zip#b.id.txt",
        "wire/x.eml#Forwarded.eml",
    ]
    assert len(found) == 5
    assert isinstance(found[1], Member) and found[1].data.decode() == make_text()
    assert isinstance(found[4], Member) and found[4].data.decode() == "Forwarded\n\nA text of its own.\n"


def test_damaged_mail_is_read_as_far_as_it_goes() -> None:
    """A part that never ends is told; what is no mail at all is a text."""
    raw = (
        b"Subject: Quay\nMIME-Version: 1.0\nMessage-ID: <1>\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain; charset=nonsense\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode(b"Quay\n\nThe harbour has opened.\n")
    )
    member = read(raw, "x.eml")
    assert member.data == b"Quay\n\nThe harbour has opened.\n"
    assert "the mail is damaged" in member.warnings[0]
    assert "without a text" in fail(b"Subject: Quay\nMIME-Version: 1.0\n\n", "x.eml")


# -- the IPTC's formats


def test_message_of_several_items() -> None:
    """Each text is a member; a cancelled one is told; pictures and packages are passed over."""
    items = [make_item(), make_item(status="stat:canceled"), make_item("<remoteContent/>"), make_item()]
    inner = "".join(item.partition("?>")[2] for item in items)
    message = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{inner}<packageItem/></itemSet></newsMessage>'
    found = open_container(message.encode(), "desk.en.xml")
    assert [one.source if isinstance(one, Member) else str(one) for one in found] == [
        "desk.en.xml#0001.en.xml",
        "desk.en.xml#0002.en.xml:1: the agency cancels it (stat:canceled); expected a text that may be published",
        "desk.en.xml#0003.en.xml",
    ]
    languages = load_languages()
    assert len({name_story(one.source, languages) for one in found if isinstance(one, Member)}) == 2


@pytest.mark.parametrize(
    ("content", "expected"),
    {
        f"<inlineXML>{make_nitf().partition('.dtd')[2].partition('>')[2]}</inlineXML>": f"{LEAD}\n\n{MORE}",
        "<inlineXML><html><head><title/></head><body>plain</body></html></inlineXML>": "plain",
        "<inlineData contenttype='text/plain'>\nOne\n\nTwo &amp;amp;\n</inlineData>": "One\n\nTwo &amp;",
        "<inlineData contenttype='text/html'>&lt;b>One&lt;/b>&lt;br>Two</inlineData>": "One\nTwo",
        "<remoteContent/><inlineData><![CDATA[<p>One</p><p>Two</p>]]></inlineData>": "One\n\nTwo",
        "<inlineXML><events><event>no</event></events></inlineXML><inlineData>One</inlineData>": "One",
        "<inlineXML><p>(Adds)\n    One\ntwo\n    Three</p></inlineXML>": "(Adds)\n\nOne two\n\nThree",
        "<inlineXML><html><body><p>One\n    two\n    three</p></body></html></inlineXML>": "One two three",
        "<inlineXML><html><body><p>One&nbsp;&eacute;</p></body></html></inlineXML>": "One\u00a0é",
    }.items(),
)
def test_inline_content(content: str, expected: str) -> None:
    assert show(make_item(content), "x.xml").removeprefix(f"{HEADLINE}\n\n") == expected


def test_heads_and_ends_of_nitf() -> None:
    """Subheads follow the headline, byline and tagline end the text, a table's row is a line."""
    nitf = make_nitf().replace(
        "</hedline>", "<hl2>Ships wait no longer</hl2></hedline><byline>By Ola Berg<byttl>Desk</byttl></byline>"
    )
    nitf = nitf.replace("</block>", "<table><tr><td>Ships</td><td>12</td></tr></table><hl2>Plans</hl2></block>")
    nitf = nitf.replace("</body.content>", "</body.content><body.end><tagline>Edited in Sandvik</tagline></body.end>")
    assert show(nitf, "x.xml").split("\n\n") == [
        HEADLINE, "Ships wait no longer", LEAD, MORE, "Ships | 12", "Plans", "By Ola Berg Desk", "Edited in Sandvik",
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_stopped_texts_are_set_aside(status: str) -> None:
    verb = "withholds" if status == "withheld" else "cancels"
    item = json.dumps(json.loads(make_ninjs()) | {"pubstatus": status})
    for text in (make_item(status=f"stat:{status}"), make_nitf(status), item):
        assert f"the agency {verb} it" in fail(text, "x")
    uri = make_item().replace('qcode="stat:usable"', f'uri="http://cv.iptc.org/newscodes/pubstatusg2/{status}"')
    assert f"the agency {verb} it" in fail(uri, "x.xml")


def test_embargo_is_told() -> None:
    """There is no clock here: whoever publishes has to look."""
    moment = "2026-12-01T09:00:00+07:00"
    item = json.dumps(json.loads(make_ninjs()) | {"embargoed": moment})
    for text in (make_item(more=f"<embargoed>{moment}</embargoed>"), item):
        assert read(text, "x").warnings == (f"the agency has put an embargo on it until {moment}",)
    assert read(make_nitf("embargoed"), "x").warnings == ("the agency has put an embargo on it",)


def test_list_of_ninjs() -> None:
    """One bad item does not stop the others, and a picture among texts is passed over."""
    item = json.loads(make_ninjs())
    picture = {"uri": "x", "type": "picture", "headline": "A quay"}
    found = open_container(json.dumps([item, item | {"pubstatus": "canceled"}, picture, item]).encode(), "x.json")
    assert [type(one) for one in found] == [Member, WireError, Member]
    assert "no text in it (picture)" in fail(json.dumps(picture), "x.json")


@pytest.mark.parametrize(
    ("data", "source", "reason"),
    [
        ("<newsItem><itemMeta></newsItem>", "x.txt", "damaged XML: mismatched tag"),
        ("<?xml version='1.0'?><rss><channel/></rss>", "x.txt", "XML of an unknown kind (rss)"),
        ("<feed><item>x</item></feed>\n", "x.txt", "XML of an unknown kind (feed)"),
        ("<NewsML><NewsItem/></NewsML>", "x.xml", "NewsML 1"),
        ("<packageItem/>", "x.xml", "a packageItem without a text"),
        ("<nitf>&nosuch;</nitf>", "x.xml", "an unknown entity 'nosuch'"),
        (make_item("<remoteContent/>"), "x.xml", "no text in it (ninat:text)"),
        ('{"uri": ', "x.json", "damaged JSON"),
        ('{"name": "x"}', "x.json", "JSON, but no ninjs"),
        ('{"uri": "x", "headline": "y"}', "x.txt", "no text in it (an item)"),
        (b"PK\x03\x04 and no more", "x.zip", "a damaged archive"),
        ("Title: Quay\nStatus: draft\n\nText.\n", "x.md", "its header says that it is a draft"),
    ],
)
def test_damaged_containers_have_a_true_reason(data: bytes | str, source: str, reason: str) -> None:
    assert fail(data, source).startswith(f"{source}:1: {reason}")


# -- archives


def make_zip(members: dict[str, bytes] | list[tuple[zipfile.ZipInfo, bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items() if isinstance(members, dict) else members:
            archive.writestr(name, data)
    return file.getvalue()


def list_found(data: bytes, source: str = "box.zip", limits: Limits | None = None) -> list[str]:
    """Sources of members, and reasons without what was expected."""
    found = open_container(data, source, limits) if limits else open_container(data, source)
    return [one.source if isinstance(one, Member) else str(one).partition(";")[0] for one in found]


def test_archive_of_every_format() -> None:
    """One text a member, in the archive's order; a bad one is told, and what is no text passed over."""
    made = {name: make() for name, make in FORMATS.items()}
    members = {name: data.encode() if isinstance(data, str) else data for name, data in made.items()}
    members |= {
        "broken.xml": b"<nitf>",
        "photo.JPG": b"x",
        "__MACOSX/._a.txt": b"x",
        ".DS_Store": b"x",
        "story.toml": b"",
    }
    found = open_container(make_zip(members), "box.zip")
    assert [one.data.decode() for one in found if isinstance(one, Member)] == [TEXT] * len(FORMATS)
    assert [str(one).partition(";")[0] for one in found if isinstance(one, WireError)] == [
        "box.zip#broken.xml:1: damaged XML: no element found",
        "box.zip#story.toml:1: a sidecar in an archive",
    ]


def test_names_of_members_tell_language_and_story() -> None:
    """A story's versions in one archive are one story; names that are equal are told apart."""
    members = [
        (zipfile.ZipInfo(name), b"x") for name in ("2026/rapat.de.txt", "2026/rapat.ja.txt", "2026/RAPAT.de.txt")
    ]
    found = open_container(make_zip(members), "wire/box.zip")
    sources = [one.source for one in found if isinstance(one, Member)]
    assert sources == [
        "wire/box.zip#2026-rapat.de.txt",
        "wire/box.zip#2026-rapat.ja.txt",
        "wire/box.zip#2026-RAPAT~2.de.txt",
    ]
    languages = load_languages()
    declared = [find_declared(source, languages) for source in sources]
    assert [language.tag for language in declared if language] == ["de", "ja", "de"]
    assert len({name_story(source, languages) for source in sources}) == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    {
        "../../etc/passwd": "etc-passwd",
        "/etc/passwd.txt": "etc-passwd.txt",
        "C:\\wire\\a.txt": "C--wire-a.txt",
        "a\nb\x1b[0m\u202ec.txt": "ab[0mc.txt",
        "a#b?c.txt": "a-b-c.txt",
        "หาดใหญ่ क्षेत्र.th.txt": "หาดใหญ่ क्षेत्र.th.txt",
        "#..": "member",
        "x" * 300 + ".id.txt": "x" * 80 + ".id.txt",
    }.items(),
)
def test_names_are_shown_and_never_paths(name: str, expected: str) -> None:
    """One line, no slash, whatever the archive says."""
    entry = zipfile.ZipInfo("x")
    entry.filename = name
    assert list_found(make_zip([(entry, b"text")])) == [f"box.zip#{expected}"]


def test_names_in_utf8_that_the_archive_does_not_state() -> None:
    name = "Café-Rapat.txt"
    data = make_zip({name: b"x"})
    assert list_found(data) == [f"box.zip#{name}"]
    for start in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data = data[:start] + b"\0\0" + data[start + 2 :]
    assert list_found(data) == [f"box.zip#{name}"]


def test_archives_in_archives() -> None:
    """One level is opened; what is deeper is told."""
    deep = make_zip({"a.txt": b"x"})
    inner = make_zip({"b.txt": b"x", "deep.zip": deep})
    assert list_found(make_zip({"inner.zip": inner, "c.txt": b"x"})) == [
        "box.zip#inner.zip#b.txt",
        "box.zip#inner.zip#deep.zip:1: an archive too deep in archives",
        "box.zip#c.txt",
    ]


def test_special_members_are_refused() -> None:
    """Links, encrypted members, odd methods and documents; the texts beside them are read."""
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    packed = zipfile.ZipInfo("bz.txt")
    packed.compress_type = zipfile.ZIP_BZIP2
    assert list_found(make_zip([(link, b"/etc/passwd"), (packed, b"x"), (zipfile.ZipInfo("a.txt"), b"x")])) == [
        "box.zip#link.txt:1: a link or another special file",
        "box.zip#bz.txt:1: a member packed by method 12",
        "box.zip#a.txt",
    ]
    data = bytearray(make_zip({"secret.txt": b"x"}))
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert list_found(bytes(data)) == ["box.zip#secret.txt:1: an encrypted member"]
    assert "a document or program" in fail(make_zip({"[Content_Types].xml": b"x", "word/document.xml": b"x"}), "x.docx")
    assert "without texts" in fail(make_zip({}), "x.zip")


def test_damaged_member_does_not_stop_the_others() -> None:
    data = bytearray(make_zip([(zipfile.ZipInfo("a.txt"), b"stored text"), (zipfile.ZipInfo("b.txt"), b"other")]))
    data[data.index(b"stored")] ^= 1
    first, second = list_found(bytes(data))
    assert first.startswith("box.zip#a.txt:1: a damaged member (Bad CRC-32")
    assert second == "box.zip#b.txt"


def test_bombs_are_refused_while_they_unpack() -> None:
    """By ratio, by size, by number, all together; none is believed about its own size."""
    bomb = make_zip({"a.txt": b"x" * 1_500_000, "b.txt": b"text"})
    assert list_found(bomb) == ["box.zip#a.txt:1: more than 200 times its packed size", "box.zip#b.txt"]
    noise = random.Random(1).randbytes(3000).hex().encode()
    small = Limits(text=5000, members=3, unpacked=12_000)
    assert list_found(make_zip({"a.txt": noise, "b.txt": b"x"}), limits=small) == [
        "box.zip#a.txt:1: more than 5000 bytes long",
        "box.zip#b.txt",
    ]
    assert list_found(make_zip(dict.fromkeys("abcd", b"x")), limits=small) == ["box.zip:1: 4 members in it"]
    most = Limits(unpacked=14_000)
    together = list_found(make_zip({"a.txt": noise, "b.txt": noise[:-1], "c.txt": noise[:-2]}), limits=most)
    assert together[:2] == ["box.zip#a.txt", "box.zip#b.txt"]
    assert "more than 14000 bytes in it when unpacked" in together[2]
    lying = bytearray(make_zip({"a.txt": b"x" * 100_000}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = lying.index(mark) + place
        lying[start : start + 4] = struct.pack("<I", 10)
    assert len(list_found(bytes(lying))) == 1


def test_members_that_share_bytes_are_refused() -> None:
    """Many entries for one packed run of bytes: small on disk, endless when unpacked."""
    data = make_zip({"a.txt": b"x" * 50_000})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entries = data[start:end] * 50
    counts = struct.pack("<HHII", 50, 50, len(entries), start)
    assert list_found(data[:start] + entries + data[end : end + 8] + counts + b"\0\0") == [
        "box.zip:1: members that overlap"
    ]


def test_entries_are_counted_before_they_are_listed() -> None:
    data = make_zip({"a.txt": b"x"})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    assert "some 100000 members" in list_found(data[:start] + data[start:end] * 100_000 + data[end:])[0]


# -- hostile files


def test_entities_are_not_expanded() -> None:
    """Billion laughs, a grammar of the document's own, and files that a document would like to have read."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for subset in (f'<!ENTITY l0 "ha">{laughs}', '<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ATTLIST p a CDATA "x">'):
        assert "grammar of its own" in fail(f"<!DOCTYPE nitf [{subset}]><nitf>&l9;&x;</nitf>", "x.xml")
    outside = make_nitf().replace("nitf-3-6.dtd", "file:///etc/passwd")
    assert read(outside, "x.xml").data.decode() == TEXT


@pytest.mark.parametrize(
    "run",
    [
        *(
            "<div>",
            "<table><tr><td>",
            "<font a=1>",
            "<ul><li>",
            "<p>",
            "<h1>",
            "<nav>",
            "<article>",
            "<a b='",
            '<a b="',
        ),
        *(
            "<!--",
            "<!-",
            "<",
            "</",
            "<a ",
            "&",
            "&#",
            "&amp;",
            " \n",
            "\u3042\n",
            "<br>",
            "<script>",
            "<title></title>",
        ),
        *("<p hidden>", "<meta name=a content=b>", "<sup>", "x=", "-->", "<pre>\n", "<q>", "<time>"),
    ],
)
def test_long_pages_do_not_hang(run: str) -> None:
    """A quarter of a million bytes of anything are read like any others."""
    found = open_container(("<html>" + run * (250_000 // len(run.encode())) + "end").encode(), "x.html")
    assert len(found) == 1


@pytest.mark.parametrize("end", ["", "</div>"])
def test_deep_pages_are_read(end: str) -> None:
    """100,000 nested elements."""
    assert show("<html>" + "<div>" * 100_000 + "end" + end * 100_000) == "end"


def test_long_lines_of_a_page_do_not_hang() -> None:
    """Line ends between characters that are written without spaces, and runs of spaces between them."""
    blocks = Blocks()
    blocks.add("港 \n" * 200_000 + "港" + " " * 200_000 + "\n" * 200_000 + "港")
    assert blocks.finish() == ["港" * 200_002]


@pytest.mark.parametrize(
    ("data", "source"),
    {
        "deep xml": ("<nitf>" + "<p>" * 300_000, "x.xml"),
        "wide xml": ("<nitf><body><body.content>" + "<p>x</p>" * 250_000 + "</body.content></body></nitf>", "x.xml"),
        "many attributes": ("<nitf " + " ".join(f'a{n}="b"' for n in range(150_000)) + "/>", "x.xml"),
        "deep json": ("[" * 1_000_000, "x.json"),
        "long number": ('{"uri": ' + "9" * 1_000_000 + "}", "x.json"),
        "comments": ("<!-- x --" * 200_000, "x.xml"),
        "declarations": ("<!DOCTYPE x " * 150_000, "x.xml"),
        "deep multiparts": (b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" * 20_000, "x.eml"),
        "many parts": (
            b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 300_000,
            "x.eml",
        ),
        "deep mails": (b"MIME-Version: 1.0\nMessage-ID: 1\nContent-Type: message/rfc822\n\n" * 20_000, "x.eml"),
        "long field": (b"MIME-Version: 1.0\nMessage-ID: 1\nSubject: " + b"=?a?q?b? " * 200_000 + b"\n\nx", "x.eml"),
        "brackets": (b"MIME-Version: 1.0\nMessage-ID: 1\nContent-Type: " + b"(" * 1_000_000 + b"\n\nx", "x.eml"),
        "many fields": (b"MIME-Version: 1.0\nMessage-ID: 1\n" + b"A:\n" * 200_000 + b"\nx", "x.eml"),
    }.values(),
    ids=lambda value: None if isinstance(value, bytes) or len(value) > 9 else value,
)
def test_long_containers_do_not_hang(data: bytes | str, source: str) -> None:
    found = open_container(data.encode() if isinstance(data, str) else data, source)
    assert len(found) == 1


def test_size_is_checked_first() -> None:
    assert fail(b"<html>" + b"x" * 50_000_000, "x.html").startswith("x.html:1: 50000006 bytes long")
    assert fail(b"x" * 3_000_000, "x.txt").startswith("x.txt:1: 3000000 bytes long")


SAMPLES = [
    *((make(), name) for name, make in FORMATS.items()),
    (make_zip({"a.de.txt": b"x", "b.html": make_page().encode(), "c.zip": make_zip({"d.txt": b"y"})}), "x.zip"),
]


def check_found(found: list[Member | WireError], source: str) -> None:
    """What holds of every answer."""
    assert found
    members = [one for one in found if isinstance(one, Member)]
    assert all(isinstance(one, WireError) for one in found if not isinstance(one, Member))
    assert len({member.source for member in members}) == len(members)
    for member in members:
        assert member.source.startswith(source)
        assert "/" not in member.source.removeprefix(source)
        assert member.source.isprintable()
        if member.declared == "utf-8" and member.source != source:
            member.data.decode()


@given(st.binary(max_size=400), st.sampled_from(["x.txt", "x.html", "x.xml", "x.json", "x.eml", "x.zip", "x.md"]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes, source: str) -> None:
    check_found(open_container(data, source), source)


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=400, deadline=None)
def test_damaged_containers_are_read_or_refused(sample: tuple[bytes | str, str], draw: st.DataObject) -> None:
    """Bytes changed, cut out, doubled or put in: an answer, and never an exception."""
    text, source = sample
    data = bytearray(text.encode() if isinstance(text, str) else text)
    for _ in range(draw.draw(st.integers(1, 4))):
        start = draw.draw(st.integers(0, len(data)))
        end = min(len(data), start + draw.draw(st.integers(0, 40)))
        new = draw.draw(st.sampled_from([b"", bytes(data[start:end]) * 2]) | st.binary(max_size=6))
        data[start:end] = new
    check_found(open_container(bytes(data), source), source)


SOUP = "<p> </p> <table> <tr> <td> </td> </table> <ul> <li> </ul> <br> <pre> </pre> <h1> </h1> <nav> </nav> <article>"
SOUP += " </article> <q> <sup> a &nbsp; <!-- --> <title> </title> < ="


@given(st.lists(st.sampled_from([*SOUP.split(), "\n\n", "<p hidden>"]), max_size=40))
@settings(max_examples=300, deadline=None)
def test_tag_soup_loses_no_words_and_makes_no_blank_paragraphs(pieces: list[str]) -> None:
    """Whatever the tags, paragraphs are not blank and hold no tags that were none in the page."""
    found = open_container(("<html>" + "".join(pieces)).encode(), "x.html")
    check_found(found, "x.html")
    if isinstance(found[0], Member):
        text = found[0].data.decode()
        assert "\n\n\n" not in text
        assert "\0" not in text and "\x01" not in text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


UNITS = (
    "<p> </p> <div> </div> <span> </span> <b> </b> <br> <blockquote> </blockquote> <section> </section> <a> </a> <!--"
)
UNITS += (
    " --> <!x> </x> <i> </h2> &nbsp; &amp;lt; &lt; a b c < > = ' \" <img> <hr> <style>a</style> <script><p></script>"
)
UNITS += " <template><p>a</template> <svg><title>a</title></svg> <noscript>a<p></noscript>"


def test_pages_are_read_as_a_browser_shows_them(browser: Browser) -> None:
    """Random tag soup: the lines that are read are those that Chromium shows, those of no-break spaces aside."""
    chance = random.Random(20261104)
    page = browser.new_page()
    seen: list[list[str]] = []
    ours: list[list[str]] = []
    for _ in range(150):
        soup = "".join(
            chance.choice(UNITS.split()) + chance.choice(("", " ", "\n")) for _ in range(chance.randint(1, 25))
        )
        page.set_content(f"<!doctype html><body>x{soup} end")
        seen.append(list_lines(page.evaluate("document.body.innerText")))
        ours.append(list_lines("\n".join(read_fragment(f"<p></p>x{soup} end"))))
    assert ours == seen
    assert sum(map(len, seen)) > 300


def list_lines(text: str) -> list[str]:
    """The lines in which there is something to see, without white space around them."""
    return [re.sub(" +", " ", line).strip(" ") for line in text.splitlines() if line.strip()]
