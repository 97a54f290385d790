"""Make the icons of the site from its mark, images/favicon.svg: for browsers and telephones. Needs Chromium.

.venv/bin/python tools/favicons.py
"""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "src/cairn/static/cairn/images"
SIZES = {"apple-touch-icon": 180, "icon-192": 192, "icon-512": 512}
OLD_SIZES = [(16, 16), (32, 32), (48, 48)]  # in one favicon.ico, which some programs ask for whatever a page says


def main() -> None:
    # Telephones cut the corners themselves, so the ground goes to the edge.
    mark = (IMAGES / "favicon.svg").read_text().replace('rx="6" ', "")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        tab = browser.new_page(viewport={"width": 512, "height": 512})
        tab.set_content(f"<style>body {{ margin: 0; }} svg {{ display: block; width: 512px; }}</style>{mark}")
        large = Image.open(BytesIO(tab.screenshot())).convert("RGB")
        browser.close()
    for name, size in SIZES.items():
        large.resize((size, size), Image.Resampling.LANCZOS).quantize(64).save(IMAGES / f"{name}.png", optimize=True)
    large.save(IMAGES / "favicon.ico", sizes=OLD_SIZES)


if __name__ == "__main__":
    main()
