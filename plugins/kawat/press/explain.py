"""Why a page was last written."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from kawat.errors import PressError
from kawat.press.build import find_store
from kawat.press.drift import is_as_known
from kawat.press.rows import ASSET, EXTRA, PageRow
from kawat.press.site import Site
from kawat.press.store import Store


def explain_page(site: Site, page: Path) -> str:
    """Lines for people about a page of the output; raises PressError when the press knows nothing of it."""
    try:
        path = (page / "index.html" if page.is_dir() else page).resolve().relative_to(site.output.resolve()).as_posix()
    except ValueError as error:
        raise PressError(page, "no page of this site", f"expected a file below {site.output}") from error
    if not find_store(site).exists():
        raise PressError(page, "nothing is known of it", "build the site first")
    with closing(Store(find_store(site), is_read_only=True)) as store:
        known = store.find_page(path)
        if known is None:
            raise PressError(page, "the press did not write it", "the next full build removes it")
        return "\n  ".join((str(page), *_describe(site, store, known)))


def _describe(site: Site, store: Store, known: PageRow) -> list[str]:
    kind = {ASSET: "a file of the theme's", EXTRA: "a page or file of the editor's"}.get(
        known.page.kind, str(known.page)
    )
    written = datetime.fromtimestamp(known.mtime_ns / 1e9, UTC)
    lines = [f"is: {kind}", f"written: {written:%Y-%m-%d %H:%M:%S} UTC, {known.size} bytes", f"because: {known.why}"]
    post = store.find_standing(known.page.key[0]) if known.page.key else None
    if post is not None:
        lines.append(f"from: content/{post.path}" + (f", wire text {post.source}" if post.source else ""))
    if not is_as_known(str(site.output / known.path), known.size, known.mtime_ns):
        lines.append("but: somebody changed it since; the next build makes it anew")
    return lines
