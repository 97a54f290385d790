"""Make the pictures that stand beside shared links: src/cairn/static/cairn/images/share*.png. Needs Chromium.

The name of the site is not on them, because each host chooses one.

    .venv/bin/python tools/share_picture.py
"""

import base64
import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from cairn.common.presenters.sharing import PICTURES

STATIC = Path(__file__).resolve().parent.parent / "src/cairn/static/cairn"
COLOURS = 64  # plain areas with a few tints at the edges
PAGE = """<style>
@font-face { font-family: face; font-weight: 700; src: url(data:font/woff2;base64,%(font)s); }
body { margin: 0; width: 1200px; height: 630px; background: #0f4c52; color: #f4f7f5; font-family: face; }
main { padding: 110px 80px 0 90px; }
svg { float: right; width: 340px; height: 340px; }
p { font-size: 64px; font-weight: 700; line-height: 1.3; margin: 0; max-width: 660px; }
p + p { font-size: 60px; }
.label { font-size: 36px; color: #f6c445; margin-bottom: 16px; }
</style><main>%(stones)s%(label)s<p>%(words)s</p></main>"""


def main() -> None:
    parts = {
        "stones": (STATIC / "images/favicon.svg").read_text(),
        "font": base64.b64encode(
            (STATIC / "fonts/atkinson-hyperlegible-next-latin-700-normal.woff2").read_bytes()
        ).decode(),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        tab = browser.new_page(viewport={"width": 1200, "height": 630})
        for name, (label, words) in PICTURES.items():
            shown = f'<p class="label">{label}</p>' if label else ""
            tab.set_content(PAGE % {**parts, "label": shown, "words": words})
            tab.evaluate("document.fonts.ready")
            picture = Image.open(BytesIO(tab.screenshot())).convert("RGB").quantize(COLOURS)
            picture.save(STATIC / f"images/{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
