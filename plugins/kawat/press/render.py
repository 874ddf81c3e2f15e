"""Pages to bytes: a page's context is what its kind took from the store, no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from traceback import walk_tb

from jinja2 import Environment, TemplateError
from markupsafe import escape

from kawat.catalogues import AllWords
from kawat.errors import DisclaimerError, PressError
from kawat.press.assets import load_assets
from kawat.press.dataviews import Data, Feed, Text
from kawat.press.plan import BY_NAME
from kawat.press.rows import PageKey
from kawat.press.site import Site
from kawat.press.templating import make_environment
from kawat.press.views import Article, Framed, View

FAILURES = (TemplateError, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What a template may raise."""


@dataclass(frozen=True)
class Renderer:
    """Renders what pages show with a theme's templates and words."""

    words: AllWords
    environment: Environment

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
        variables: dict[str, object] = {**self.environment.globals, "page": view}
        if not isinstance(view, Data):
            words = self.words[view.frame.language.tag]
            variables.update(frame=view.frame, _=words.gettext, ngettext=words.ngettext)
        try:
            loaded = self.environment.get_template(template)
            # As loaded.render() does, but for its copies of what all pages share.
            return "".join(loaded.root_render_func(loaded.new_context(variables, shared=True)))
        except FAILURES as error:
            raise PressError(path, _describe_failure(error, template), "mend the template") from error


def _describe_failure(error: Exception, template: str) -> str:
    """What went wrong in which line of which template; the innermost that was at work counts."""
    name, line = getattr(error, "name", None) or template, getattr(error, "lineno", None)
    for frame, number in walk_tb(error.__traceback__):
        at_work = frame.f_globals.get("__jinja_template__")
        if at_work is not None:
            name, line = at_work.name, at_work.get_corresponding_lineno(number)
    return f"the template {name}{f', line {line},' if line else ''} fails: {str(error) or type(error).__name__}"


def _require_disclaimers(path: str, text: str, view: Framed | Data) -> None:
    """Raise unless the page's text has every disclaimer that it owes, as often as it owes it."""
    owed: Mapping[str, int]
    if isinstance(view, Article):
        owed = {view.disclaimer: 1} if view.disclaimer is not None else {}
    elif isinstance(view, Feed):
        owed = Counter(str(entry.disclaimer) for entry in view.entries if entry.disclaimer is not None)
    else:
        return
    for wording, count in owed.items():
        if text.count(str(escape(wording))) < count:
            raise DisclaimerError(
                path, f"the disclaimer {wording[:60]!r}… is missing", "show page.disclaimer in the theme"
            )


def make_renderer(site: Site) -> Renderer:
    """A renderer for a site; raises LanguageError or PressError where the theme is incomplete."""
    words = AllWords(site.theme / "translations", site.languages)
    return Renderer(words, make_environment(site, load_assets(site.theme), words))
