"""The editor's own pages, such as an imprint, in the frame of the site."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from kawat.press.body import clean_html
from kawat.press.render import Renderer
from kawat.press.sidekinds import find_preferred
from kawat.press.views import Plain


@dataclass(frozen=True)
class Extra:
    """A file of the site that is no post's: a picture, say."""

    path: str
    """Below ``output/``."""
    data: bytes


@dataclass(frozen=True)
class OwnPage:
    """A page that the editor wrote, with its body as HTML."""

    path: str
    title: str
    tag: str
    html: str


def render_extra(extra: Extra | OwnPage, renderer: Renderer) -> bytes:
    """The file's bytes; a page's body is cleaned as a post's is.

    A page in a language that the site does not speak stands in the preferred one's frame.
    """
    if isinstance(extra, Extra):
        return extra.data
    composer = renderer.composer
    language = composer.site.languages.find(extra.tag) or find_preferred(composer.site)
    frame = composer.make_frame(
        language,
        extra.title,
        extra.path,
        extra.title,
        {language.tag: extra.path},
        default=None,
        trail=(composer.front(language),),
    )
    view = Plain(frame, extra.title, Markup(clean_html(extra.html)))  # noqa: S704 - cleaned here
    return renderer.render_view("page.html", view, extra.path).encode()
