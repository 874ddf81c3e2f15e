"""What was withdrawn, for those who publish the site: hosts that can answer 410 for it should."""

from __future__ import annotations

from contextlib import closing

from kawat.press.build import find_store
from kawat.press.site import Site
from kawat.press.store import Store


def list_gone(site: Site) -> list[str]:
    """The addresses of withdrawn posts below the site, ``id/2026/11/some-words-1a2b3c4d/``, in their order.

    A tombstone stands at each. Empty where nothing was built yet.
    """
    path = find_store(site)
    if not path.is_file():
        return []
    with closing(Store(path, is_read_only=True)) as store:
        return sorted(f"{address}/" for address in store.iterate_gone())
