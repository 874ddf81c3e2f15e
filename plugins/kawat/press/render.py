"""Pages to bytes: a page's context is what its kind took from the store, no more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from jinja2 import Environment, TemplateError
from markupsafe import escape

from kawat.catalogues import load_all_words
from kawat.errors import DisclaimerError, PressError
from kawat.press.assets import load_assets
from kawat.press.compose import Composer
from kawat.press.plan import BY_NAME
from kawat.press.rows import PageKey
from kawat.press.site import Site
from kawat.press.store import Store
from kawat.press.templating import make_environment
from kawat.press.views import Article, Data, Feed, Framed, Text, View


@dataclass(frozen=True)
class Renderer:
    """Renders pages from a store with a theme's templates."""

    composer: Composer
    environment: Environment

    def compose(self, page: PageKey) -> View | None:
        """What a page shows; None when there is no such page any more."""
        return BY_NAME[page.kind].load(page.key, self.composer)

    def render(self, page: PageKey, path: str, view: View) -> bytes:
        """The page's bytes.

        Raises DisclaimerError when a third party's text would appear without its disclaimer,
        PressError when a template fails.
        """
        if isinstance(view, Text):
            return view.data
        text = self.render_view(BY_NAME[page.kind].template, view, path)
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
    """Raise unless the page's text has every disclaimer that it owes, as often as it owes it."""
    owed: Counter[str] = Counter()
    if isinstance(view, Article) and view.disclaimer is not None:
        owed[view.disclaimer] += 1
    elif isinstance(view, Feed):
        owed.update(entry.disclaimer for entry in view.entries if entry.disclaimer is not None)
    for wording, count in owed.items():
        if text.count(str(escape(wording))) < count:
            raise DisclaimerError(
                path, f"the disclaimer {wording[:60]!r}… is missing", "show page.disclaimer in the theme"
            )


def make_renderer(site: Site, store: Store) -> Renderer:
    """A renderer for a site; raises LanguageError or PressError where the theme is incomplete."""
    words = load_all_words(site.theme / "translations", site.languages)
    environment = make_environment(site, load_assets(site.theme), words)
    return Renderer(Composer(site, store, words), environment)
