"""The editor's own pages, such as an imprint, in the frame of the site."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from kawat.press.body import clean_html
from kawat.press.compose import Composer
from kawat.press.render import Renderer
from kawat.press.sidekinds import find_preferred
from kawat.press.site import Extra, OwnPage, Site
from kawat.press.views import Plain
from kawat.report import Finding

RESERVED = frozenset(("index.html", "404.html", "robots.txt", "sitemap.xml", "sitemap", "assets", "pagefind"))
RESERVED_BELOW = frozenset(("index.html", "feed.atom", "sector", "search"))
"""Names below a language's folder; so are numbers, which are years."""


def is_reserved(path: str, site: Site) -> bool:
    """Whether a path below ``output/`` is, or may become, one of the press's own pages."""
    first, _, rest = path.casefold().partition("/")
    if first in RESERVED:
        return True
    second = rest.partition("/")[0]
    return site.languages.find(first) is not None and (second in RESERVED_BELOW or second.isdigit())


def choose_extras(extras: Sequence[Extra | OwnPage], site: Site) -> tuple[list[Extra | OwnPage], list[Finding]]:
    """The files that may be published, each path once, and what is wrong with the others."""
    chosen: dict[str, Extra | OwnPage] = {}
    findings = []
    for extra in extras:
        if is_reserved(extra.path, site) or extra.path in chosen:
            wrong = f"the path {extra.path!r} is taken by another page"
            findings.append(Finding(extra.path, extra.path, wrong, "give it another Slug or Save_as"))
        else:
            chosen[extra.path] = extra
    return list(chosen.values()), findings


def render_extra(extra: Extra | OwnPage, composer: Composer, renderer: Renderer) -> bytes:
    """The file's bytes; a page's body is cleaned as a post's is.

    A page in a language that the site does not speak stands in the preferred one's frame.
    """
    if isinstance(extra, Extra):
        return extra.data
    language = composer.site.languages.find(extra.tag) or find_preferred(composer.site)
    frame = composer.make_frame(
        language,
        extra.title,
        extra.path,
        extra.title,
        {},
        trail=(composer.front(language),),
    )
    view = Plain(frame, extra.title, Markup(clean_html(extra.html)))  # noqa: S704 - cleaned here
    return renderer.render_view("page.html", view, extra.path).encode()
