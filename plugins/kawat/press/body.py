"""Markdown bodies to safe HTML."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from types import FrameType, MappingProxyType
from typing import TYPE_CHECKING, Any

from kawat.errors import PostError, PressError
from kawat.paragraphs import clean_text, is_tidy, render_plain, render_simple

if TYPE_CHECKING:
    import markdown
    import nh3

LARGEST = 200_000
"""Characters that go to the parser; plain paragraphs have no limit of their own."""
SECONDS = 2.0
"""For one post; the parser is quadratic on some inputs."""
EXTENSIONS = ("tables", "fenced_code", "def_list", "abbr", "sane_lists")
TAGS = frozenset(
    "p br hr h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code em strong b i s del ins sub sup abbr cite q"
    " a img figure figcaption table thead tbody tr th td bdi bdo span".split()
)
ATTRIBUTES = {
    "a": {"href", "hreflang", "title"},
    "img": {"src", "alt", "width", "height"},
    "abbr": {"title"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "*": {"lang", "dir"},
}
NOTHING: Mapping[str, Any] = MappingProxyType({})
LOCAL = re.compile(r"/(?![/\\])[^\s\\]*")
LINK = re.compile(r"(?:https?://|mailto:)[^\s{|}]+|#?[^\s{|}:\\]*", re.I)

GAP = r"(?:[\s().\u2010-\u2013/-]|&nbsp;){0,3}"
CONTACT = re.compile(
    r"(?<![\w.])(?:(?:https?://|www\.)[^\s<>()\"'\u060c\u061b]*[^\s<>()\"'\u060c\u061b.,:!?]"
    r"|[a-z0-9_.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}"
    rf"|(?:\(\+?\d{{1,5}}\)|\+|[0\u0660\u06f0])(?:{GAP}\d){{6,14}})",
    re.I,
)
"""Web and e-mail addresses, and telephone numbers that begin with a plus, a bracket or a zero."""


def render_body(body: str, where: str, extensions: Mapping[str, Any] = NOTHING) -> str:
    """HTML that holds text and harmless marks only; raises PostError when it takes too long.

    ``extensions`` of Markdown, with their settings, come to our own.
    """
    html = None if extensions else _render_quickly(body)  # they may see something in a plain paragraph too
    return _parse([body], where, extensions)[0] if html is None else html


def render_parts(parts: Sequence[str], where: str, extensions: Mapping[str, Any] = NOTHING) -> list[str]:
    """As ``render_body``, of several parts of a post, which share its limits."""
    found = [None if extensions else _render_quickly(part) for part in parts]
    parsed = iter(_parse([part for part, html in zip(parts, found, strict=True) if html is None], where, extensions))
    return [next(parsed) if html is None else html for html in found]


def _render_quickly(body: str) -> str | None:
    """The HTML of a body that needs no parser; None when it may."""
    is_clean = is_tidy(body)
    if is_clean and (simple := render_simple(body)) is not None:
        return simple
    done: list[str] = []
    for part in body.split("\n\n"):
        if paragraph := part.strip("\n"):
            html = (render_simple(paragraph) if is_clean else None) or render_plain(paragraph)
            if html is None:
                return None
            done.append(html)
    joined = "\n".join(done)
    return joined if is_tidy(joined) else clean_text(joined)


def isolate_contacts(html: str) -> str:
    """HTML for lines that run from right to left: addresses and telephone numbers keep their own direction.

    Without it the groups of a number change places. HTML with attributes is left as it is.

    >>> print(isolate_contacts("<p>هاتف: +966 11 555 0134</p>"))
    <p>هاتف: <bdi dir="ltr">+966 11 555 0134</bdi></p>
    """
    return html if '="' in html else CONTACT.sub(r'<bdi dir="ltr">\g<0></bdi>', html)


def clean_html(html: str) -> str:
    """HTML from elsewhere, reduced to what a post may hold."""
    return "\n".join(clean_text(line) for line in _load_cleaner().clean(html).split("\n"))


def _parse(bodies: Sequence[str], where: str, extensions: Mapping[str, Any]) -> list[str]:
    size = sum(map(len, bodies))
    if size > LARGEST:
        raise PostError(where, f"{size} characters of Markdown", f"expected at most {LARGEST}")
    if not bodies:
        return []
    parser = _load_parser(extensions)
    try:
        with _limit_time(SECONDS):
            return [clean_html(parser.reset().convert(body)) for body in bodies]
    except TimeoutError as error:
        raise PostError(where, f"its Markdown takes longer than {SECONDS:.0f} s", "simplify it") from error
    except (RecursionError, ValueError, IndexError, AttributeError, KeyError, TypeError, AssertionError) as error:
        # What python-markdown raises on hostile input; its state is not to be trusted afterwards.
        _parsers.clear()
        wrong = f"its Markdown cannot be read ({type(error).__name__})"
        raise PostError(where, wrong, "simplify it, or escape it with backslashes") from error


def _load_parser(extensions: Mapping[str, Any]) -> markdown.Markdown:
    """A parser with our extensions and others; it is made once."""
    import markdown  # most builds read plain paragraphs only

    key = repr(extensions)
    if key not in _parsers:
        try:
            _parsers[key] = markdown.Markdown(extensions=[*EXTENSIONS, *extensions], extension_configs=dict(extensions))
        except (ImportError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise PressError(
                "MARKDOWN", str(error), "expected extensions of Python-Markdown that are installed"
            ) from error
    return _parsers[key]


_parsers: dict[str, markdown.Markdown] = {}


@lru_cache(maxsize=1)
def _load_cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_filter_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Links go to the web or stay on the site, pictures stay; Pelican's ``{static}`` means nothing here."""
    if name == "src":
        return value if LOCAL.fullmatch(value) else None
    if name == "href":
        return value if LINK.fullmatch(value.strip()) else None
    return value


@contextmanager
def _limit_time(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the block after so many seconds; only a process's main thread can be stopped."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
