"""Upgrade a site of the newest tag to the present code: python tools/upgrade_test.py [--from TAG]

Migrates and loads places with the old code, then migrates with the new, and compares what is there.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COUNT = (
    "import django; django.setup(); from cairn.places.models import Place; from cairn.accounts.models import User; "
    "print(Place.objects.count(), User.objects.count())"
)
LOAD = (
    "import django; django.setup(); from cairn.places.services import load_places; load_places(); "
    "from cairn.accounts.models import User; User.objects.create_user(email='a@example.org', name='Ada')"
)


def run(folder: Path, database: Path, *command: str) -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder / "src"),
        "CAIRN_DATA_DIR": str(database),
        "DJANGO_SETTINGS_MODULE": "cairn.config.settings",
        "OPENBLAS_NUM_THREADS": "1",
    }
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--from", dest="tag", help="a tag or commit; the newest tag when absent")
    tag = parser.parse_args().tag
    if tag is None:
        tags = subprocess.run(
            ["git", "tag", "--sort=-creatordate"], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.split()
        if not tags:
            print("There is no earlier tag, so there is nothing to upgrade from.")
            return 0
        tag = tags[0]
    with tempfile.TemporaryDirectory() as scratch:
        old, data = Path(scratch) / "old", Path(scratch) / "data"
        subprocess.run(["git", "worktree", "add", "--detach", str(old), tag], cwd=ROOT, check=True, capture_output=True)
        try:
            run(old, data, "-m", "cairn.cli", "migrate", "-v0")
            run(old, data, "-c", LOAD)
            before = run(old, data, "-c", COUNT)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(old)], cwd=ROOT, check=True)
        run(ROOT, data, "-m", "cairn.cli", "migrate", "-v0")
        run(ROOT, data, "-m", "cairn.cli", "makemigrations", "--check", "--dry-run")
        after = run(ROOT, data, "-c", COUNT)
    print(f"From {tag}: places and people before {before}, after {after}.")
    return before != after


if __name__ == "__main__":
    sys.exit(main())
