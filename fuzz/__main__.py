"""``python -m fuzz``: each target for a while, one after the other."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from fuzz.seeds import LONGEST, write_seeds, write_words
from fuzz.targets import TARGETS

ROOT = Path(__file__).parent.parent
HANGS, MEMORY = 10, 2048
"""Seconds and MiB that no input may take."""


def main() -> int:
    """The exit status: 1 when some input breaks the law."""
    parser = argparse.ArgumentParser(prog="fuzz", description="Throw made-up texts at the reader.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all of them")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (60)")
    parser.add_argument("--work", type=Path, default=ROOT / ".cache" / "fuzz", help="for corpus and findings")
    options = parser.parse_args()
    unknown = [name for name in options.targets if name not in TARGETS]
    if unknown:
        parser.error(f"no target {unknown[0]!r}; expected one of {', '.join(TARGETS)}")
    broken = [name for name in options.targets or TARGETS if not run(name, options.seconds, options.work.resolve())]
    found = f"broken: {', '.join(broken)}" if broken else "nothing found"
    sys.stdout.write(f"{found}; corpus and findings are in {options.work}\n")
    return 1 if broken else 0


def run(target: str, seconds: int, work: Path) -> bool:
    """Whether a target held for so many seconds."""
    corpus = work / target
    write_seeds(target, corpus)
    write_words(work / "words.dict")
    sys.stdout.write(f"fuzzing {target} for {seconds} s …\n")
    sys.stdout.flush()
    command = [
        *(sys.executable, "-m", "fuzz.runner", target),
        *(f"-max_total_time={seconds}", f"-timeout={HANGS}", f"-rss_limit_mb={MEMORY}", f"-max_len={LONGEST}"),
        *(f"-dict={work / 'words.dict'}", f"-artifact_prefix={work}/{target}-", "-print_final_stats=1", "-verbosity=0"),
        str(corpus),
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
