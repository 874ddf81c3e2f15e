"""Pages to bytes: a page's context is what its kind took from the store, no more."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import escape

from kawat.catalogues import Words, load_all_words
from kawat.errors import DisclaimerError, PressError
from kawat.press.assets import Assets, load_assets
from kawat.press.compose import Composer
from kawat.press.plan import BY_NAME
from kawat.press.rows import PageKey
from kawat.press.site import Site
from kawat.press.store import Store
from kawat.press.views import Article, Data, Feed, Framed, Text

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
"""Content-Security-Policy: nothing but our own styles and pictures, no script at all."""


@dataclass(frozen=True)
class Renderer:
    """Renders pages from a store with a theme's templates."""

    composer: Composer
    environment: Environment

    def render(self, page: PageKey) -> bytes | None:
        """The page's bytes; None when there is no such page any more.

        Raises DisclaimerError when a third party's text would appear without its disclaimer,
        PressError when a template fails.
        """
        kind, site = BY_NAME[page.kind], self.composer.site
        view = kind.load(page.key, self.composer)
        if view is None or isinstance(view, Text):
            return view.data if view else None
        path = kind.path(page.key, site)
        text = self.render_view(kind.template, view, path)
        _require_disclaimers(path, text, view)
        return text.encode("utf-8")

    def render_view(self, template: str, view: Framed | Data, path: str) -> str:
        """A template's text; ``path`` names the page in an error."""
        try:
            if isinstance(view, Data):
                return self.environment.get_template(template).render(page=view)
            words = self.composer.words[view.frame.language.tag]
            text = self.environment.get_template(template).render(
                page=view, frame=view.frame, _=words.gettext, ngettext=words.ngettext
            )
        except TemplateError as error:
            where = getattr(error, "name", None) or template
            wrong = f"the template {where} fails: {error.message or type(error).__name__}"
            raise PressError(path, wrong, "mend the template") from error
        return text


def _require_disclaimers(path: str, text: str, view: Framed | Data) -> None:
    """Raise unless the page shows each disclaimer that it owes, as often as it owes it."""
    if isinstance(view, Article):
        owed: Counter[str] = Counter([view.disclaimer] if view.disclaimer else [])
    elif isinstance(view, Feed):
        owed = Counter(entry.disclaimer for entry in view.entries if entry.disclaimer)
    else:
        return
    for wording, count in owed.items():
        if text.count(str(escape(wording))) < count:
            raise DisclaimerError(
                path, f"the disclaimer {wording[:60]!r}… is missing", "show page.disclaimer in the theme"
            )


def make_environment(site: Site, assets: Assets, words: Mapping[str, Words]) -> Environment:
    """Templates that escape what they show and fail on what they do not know."""
    environment = Environment(
        loader=FileSystemLoader([*site.overrides, site.theme / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        site=site,
        policy=POLICY,
        style=site.link(assets.style.path),
        asset=_make_asset_finder(site, assets),
        speak=lambda language: words[language.tag],
    )
    return environment


def _make_asset_finder(site: Site, assets: Assets) -> Callable[[str], str]:
    def asset(name: str) -> str:
        return site.link(assets.find(name).path)

    return asset


def make_renderer(site: Site, store: Store) -> Renderer:
    """A renderer for a site; raises LanguageError or PressError where the theme is incomplete."""
    words = load_all_words(site.theme / "translations", site.languages)
    environment = make_environment(site, load_assets(site.theme), words)
    return Renderer(Composer(site, store, words), environment)


@lru_cache(maxsize=1)
def _open_renderer(pickled_site: bytes, store: Path) -> Renderer:
    return make_renderer(pickle.loads(pickled_site), Store(store, read_only=True))  # noqa: S301 - our own


def render_batch(pickled_site: bytes, store: Path, pages: tuple[PageKey, ...]) -> list[tuple[PageKey, bytes | None]]:
    """The pages of a batch, in a worker process, which keeps its renderer for the next."""
    renderer = _open_renderer(pickled_site, store)
    return [(page, renderer.render(page)) for page in pages]
