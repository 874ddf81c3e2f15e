"""One build of the press's project in the folder that we are in, by one worker.

Given a file's name, the build runs under cProfile, whose figures go there. What the build imports counts too.
The program imports nothing of the benchmark, so that a profile shows the press alone.
"""

from __future__ import annotations

import cProfile
import sys
from pathlib import Path


def build_alone() -> None:
    from kawat.press.build import build
    from kawat.report import Progress
    from kawat.settings import load_settings, make_site

    build(make_site(load_settings(Path("pelicanconf.py"), {})), Progress(), workers=1)


def profile_build(figures: Path) -> None:
    """Build under cProfile; the figures are those that ``python -m pstats`` reads."""
    profile = cProfile.Profile()
    profile.runcall(build_alone)
    profile.dump_stats(figures)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        profile_build(Path(sys.argv[1]))
    else:
        build_alone()
