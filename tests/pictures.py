"""Take pictures of the built site: ``python tests/pictures.py OUTPUT FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from browsing import open_browser, serve

# Name, address, width, height, scheme.
PICTURES = (
    ("front-id", "/id/", 1280, 900, "light"),
    ("front-ar-phone", "/ar/", 390, 844, "dark"),
)


def main(output: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with serve(output) as address, open_browser() as browser:
        for name, path, width, height, scheme in PICTURES:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=False
            )
            page = context.new_page()
            page.goto(address + path)
            page.screenshot(path=folder / f"{name}.png")
            print(folder / f"{name}.png")
            context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
