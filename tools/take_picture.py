"""Take the picture of the README again: python tools/take_picture.py

Starts the demonstration in a folder of its own, waits for one example and photographs its result page.
Needs the development requirements and Chromium.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PORT = 8977
SITE = f"http://127.0.0.1:{PORT}"
SIZE = {"width": 1000, "height": 1490}
PATIENCE = 300


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "CAIRN_DATA_DIR": folder}
        command = [sys.executable, "-m", "cairn.cli", "demo", "--port", str(PORT)]
        site = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            photograph(ROOT / "docs" / "picture.png")
        finally:
            site.terminate()
            site.wait()


def photograph(target: Path) -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        open_example(page)
        page.wait_for_load_state("networkidle")
        page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
        page.screenshot(path=target)
        browser.close()


def open_example(page) -> None:
    """The first example in which a step was planted and found."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            page.goto(f"{SITE}/how-well/")
        except Exception:  # the site is not up yet
            time.sleep(2)
            continue
        found = page.locator("tr", has_text="A step: a fall of").filter(has_text="Step change").locator("a")
        if found.count():
            found.first.click()
            return
        time.sleep(2)
    sys.exit("No example was worked out in time.")


if __name__ == "__main__":
    main()
