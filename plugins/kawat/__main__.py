"""``python -m kawat``."""

import sys

from kawat.cli import main

if __name__ == "__main__":
    sys.exit(main())
