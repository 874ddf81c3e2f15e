"""Checks on what a release changes, at a cost in proportion to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from kawat.checks import check_part, check_site, find_url
from kawat.errors import PublishError
from kawat.publish.plan import PAGES, Plan
from kawat.report import Progress

SHOWN = 10
"""Findings that an error shows."""
LARGE_PART = 0.3
"""The share of pages from which looking at all of them is no dearer than choosing."""


def check_release(output: Path, root_of: Mapping[str, Path], plan: Plan, progress: Progress) -> None:
    """Raise PublishError when what would be published is not sound: links, languages, policies, feeds."""
    own = [path for path, root in root_of.items() if root == output]
    changed = frozenset(path for path in plan.uploads if root_of[path] == output)
    if len(changed) > LARGE_PART * len(own):
        findings = check_site(output)
    else:
        findings = check_part(output, own, changed)
        findings += find_leading(output, [path for path in own if path not in changed], plan.removed)
    if findings:
        for finding in findings[:SHOWN]:
            progress.say(finding)
        more = f", {len(findings) - SHOWN} more" if len(findings) > SHOWN else ""
        raise PublishError(output, f"{len(findings)} findings{more}", "nothing was published; mend them and run again")


def find_leading(output: Path, pages: list[str], removed: Mapping[str, str]) -> list[str]:
    """What is wrong with pages that stay as they are: links to pages that go."""
    base = urlsplit(find_url(output)).path
    gone = [f"{base}/{quote(path.removesuffix('index.html'))}" for path in removed if path.endswith(PAGES)]
    if not gone:
        return []
    pattern = re.compile(rb'href="(' + b"|".join(re.escape(address.encode()) for address in sorted(gone)) + rb')["#]')
    found = ((path, pattern.search((output / path).read_bytes())) for path in pages if path.endswith(PAGES))
    return [f"{path}:1: <a> leads to {one[1].decode()!r}, which is removed" for path, one in found if one]


def check_built_for(output: Path, url: str) -> None:
    """Raise PublishError unless the site in a folder was built for an address."""
    built = find_url(output)
    if built != url:
        wrong = f"built for {built}; it is to be published at {url}"
        raise PublishError(output, wrong, "build it again: kawat build -s publishconf.py, which make publish does")
