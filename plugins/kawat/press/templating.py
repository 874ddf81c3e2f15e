"""The theme's templates: compiled once, escaped always, strict about what they do not know."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup, escape

from kawat.catalogues import Words
from kawat.files import fingerprint_package
from kawat.press.assets import Assets
from kawat.press.pieces import make_locale
from kawat.press.policies import POLICY as POLICY
from kawat.press.site import Site

MEMORY = 8000
"""Pieces of a macro's that an environment keeps."""
BLOCKS = 4000
"""Blocks that it keeps: they are longer."""
RECALL = "_recall"

Args = tuple[object, ...]


class OnceExtension(Extension):
    """``{% once KEY %}…{% endonce %}``: a block that is rendered once for each key, and then repeated.

    The key has to hold everything that the block shows; the site and its settings aside.
    """

    tags = {"once"}  # noqa: RUF012 - Jinja's own way to say it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.memory: dict[tuple[str, object], Markup] = {}
        # A filter is called directly; a method of an extension's would go through the context at each page.
        environment.filters[RECALL] = self.memory.get

    def parse(self, parser: Parser) -> list[nodes.Node]:
        line = next(parser.stream).lineno
        key = nodes.Tuple([nodes.Const(f"{parser.name}:{line}"), parser.parse_tuple()], "load")
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        found = parser.free_identifier()
        recall = nodes.Filter(key, RECALL, [], [], None, None)
        keep = nodes.CallBlock(self.call_method("keep", [key]), [], [], body)
        is_new = nodes.Test(found, "none", [], [], None, None)
        return [
            nodes.Assign(found, recall, lineno=line),
            nodes.If(is_new, [keep], [], [nodes.Output([found])], lineno=line),
        ]

    def keep(self, key: tuple[str, object], caller: Callable[[], Markup]) -> Markup:
        if len(self.memory) >= BLOCKS:
            self.memory.clear()
        block = self.memory[key] = caller()
        return block


def make_shows() -> dict[str, Callable[..., Markup]]:
    """``{{ item | one(macro, …) }}`` and ``{{ items | each(macro, …) }}``: a macro is asked once for each item."""
    memory: dict[tuple[object, ...], dict[object, Markup]] = {}

    def fill(known: dict[object, Markup], items: Iterable[object], macro: Callable[..., Markup], args: Args) -> None:
        if len(known) >= MEMORY:
            known.clear()
        for item in items:
            if item not in known:
                known[item] = macro(item, *args)

    def one(item: object, macro: Callable[..., Markup], *args: object) -> Markup:
        known = memory.setdefault((macro, args), {})
        if item not in known:
            fill(known, (item,), macro, args)
        return known[item]

    def each(items: Sequence[object], macro: Callable[..., Markup], *args: object) -> Markup:
        known = memory.setdefault((macro, args), {})
        try:
            return Markup("".join(map(known.__getitem__, items)))  # noqa: S704 - a macro escapes what it shows
        except KeyError:
            fill(known, items, macro, args)
            return Markup("".join([known[item] for item in items]))  # noqa: S704

    return {"one": one, "each": each}


def escape_value(value: object) -> str:
    """What a template shows, escaped; as markupsafe does it, but for the object round each text."""
    if type(value) is str:
        value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return value.replace("'", "&#39;").replace('"', "&#34;")
    return value if type(value) is Markup else escape(value)


class QuickEnvironment(Environment):
    """Jinja's, with templates that escape by ``escape_value``: it is asked some fifty times a page."""

    def _generate(self, *args: Any, **kwargs: Any) -> str:
        """Jinja's own hook: the Python source of a template."""
        source = super()._generate(*args, **kwargs)
        return source.replace("\nname = ", f"\nfrom {__name__} import escape_value as escape\nname = ", 1)


def make_environment(site: Site, assets: Assets, words: Mapping[str, Words]) -> Environment:
    """Templates that escape what they show and fail on what they do not know."""
    compiled = site.cache / "templates"
    compiled.mkdir(parents=True, exist_ok=True)
    environment = QuickEnvironment(
        loader=FileSystemLoader([*site.overrides, site.theme / "templates"]),
        # A filter of a constant is applied when a template is compiled, and we compile in our own way.
        bytecode_cache=FileSystemBytecodeCache(
            str(compiled), pattern=f"{_hash(site.fingerprint, fingerprint_package())}-%s.cache"
        ),
        auto_reload=False,  # a theme does not change during a build
        cache_size=-1,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=[OnceExtension],
    )
    environment.globals.update(
        site=site,
        style=site.link(assets.style.path),
        asset=_make_asset_finder(site, assets),
        integrity=lambda name: assets.find(name).integrity,
        locale_of=make_locale,
        speak=lambda language: words[language.tag],
    )
    environment.filters.update(site.filters)
    environment.filters.update(make_shows())
    environment.globals["show"] = environment.get_template("macros.html").module
    return environment


def _hash(*facts: str) -> str:
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()[:16]


def _make_asset_finder(site: Site, assets: Assets) -> Callable[[str], str]:
    links: dict[str, Any] = {}

    def asset(name: str) -> str:
        if name not in links:
            links[name] = site.link(assets.find(name).path)
        return str(links[name])

    return asset
