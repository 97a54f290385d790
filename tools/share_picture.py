"""Make the picture that stands beside a shared link: src/cairn/static/cairn/images/share.png. Needs Chromium.

The name of the site is not on it, because each host chooses one.

    .venv/bin/python tools/share_picture.py
"""

import base64
import os
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).resolve().parent.parent / "src/cairn/static/cairn"
PAGE = """<style>
@font-face { font-family: face; font-weight: 700; src: url(data:font/woff2;base64,%(font)s); }
body { margin: 0; width: 1200px; height: 630px; background: #0f4c52; color: #f4f7f5; font-family: face; }
main { padding: 110px 80px 0 90px; }
svg { float: right; width: 340px; height: 340px; }
p { font-size: 64px; font-weight: 700; line-height: 1.3; margin: 0; max-width: 660px; }
</style><main>%(stones)s<p>What councils tried for children and families, and what happened</p></main>"""


def main() -> None:
    stones = (STATIC / "images/favicon.svg").read_text()
    font = (STATIC / "fonts/atkinson-hyperlegible-next-latin-700-normal.woff2").read_bytes()
    page = PAGE % {"font": base64.b64encode(font).decode(), "stones": stones}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        tab = browser.new_page(viewport={"width": 1200, "height": 630})
        tab.set_content(page)
        tab.evaluate("document.fonts.ready")
        tab.screenshot(path=STATIC / "images/share.png")
        browser.close()


if __name__ == "__main__":
    main()
