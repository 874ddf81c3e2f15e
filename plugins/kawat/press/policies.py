"""What pages allow themselves: one Content-Security-Policy a kind of page. Contains no business logic."""

from __future__ import annotations

from kawat.press.site import Site

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
"""Nothing but our own styles, pictures and manifests; no script at all. JSON-LD is no script, and is not stopped."""
SEARCH_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; " + POLICY.removeprefix(
    "default-src 'none'; "
)
"""The search page runs our script and Pagefind's, whose search is WebAssembly, and loads pieces of the index."""
SEARCH = "search"
"""The name of a language's search page, below the language's folder."""


def list_policies(site: Site) -> dict[str, str]:
    """The policy of each folder below ``output/`` whose pages have one of their own; all others have ``POLICY``.

    Two policies on a page are both in force: a host that sends policies may send these pages no stricter one.
    """
    return {f"{language.slug}/{SEARCH}/": SEARCH_POLICY for language in site.languages.values()}
