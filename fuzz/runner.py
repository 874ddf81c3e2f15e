"""One target under atheris: ``python -m fuzz.runner read CORPUS`` or ``… read FILE`` to try one input again."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr

import atheris

# It tells of each module; what goes wrong here is still raised.
with redirect_stderr(io.StringIO()), atheris.instrument_imports(include=["kawat"]):
    from fuzz.targets import TARGETS


def main() -> None:
    """Runs until libFuzzer's limits end it; the process ends with the first input that breaks the law."""
    name, *options = sys.argv[1:]
    atheris.Setup([sys.argv[0], *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
