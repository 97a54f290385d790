"""Take the pictures of the pages for each role again: python tools/take_role_pictures.py http://127.0.0.1:8000

Needs a running demonstration, the development requirements and Chromium. Each picture is the upper part of a page that
is public there, in WebP.
"""

import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "src" / "cairn" / "static" / "cairn" / "images" / "roles"
WINDOW = {"width": 1024, "height": 1400}
FRAME = (0, 90, 1024, 730)  # without the header of the site
SIZE = (640, 400)
PAGES = {
    "innovation-lead": "/models/",
    "project-lead": "/projects/stoke-house-project/",
    "using-a-model": "/models/no-wrong-door/",
    "evaluator": "/how-well/",
    "programme-team": "/chain/",
    "director": "/councils/ottenvale/",
    "young-people": "/challenges/",
    "host": "/about/",
    "anyone": "/search/?q=edge+of+care",
}


def main(site: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=WINDOW)
        for key, address in PAGES.items():
            answer = page.goto(site + address)
            if answer is None or not answer.ok:
                sys.exit(f"{address} did not open: {answer and answer.status}")
            page.wait_for_load_state("networkidle")
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").crop(FRAME).resize(SIZE)
            picture.save(FOLDER / f"{key}.webp", quality=72, method=6)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
