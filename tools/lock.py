"""Write the hash-locked requirement files again, from pyproject.toml: python tools/lock.py

The locks name packages, versions and SHA-256 sums only: no registry host, no path of a machine.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What tests and linters need has the versions of the site, which is written first.
LOCKS = {
    "site.txt": ("--extra", "site", "--group", "build"),
    "dev.txt": ("--all-extras", "--group", "build", "--group", "dev", "--constraints", "requirements/site.txt"),
}


def compile_lock(name: str, *wanted: str) -> None:
    """Compile requirements/<name> for Python 3.11 to 3.13 on any system."""
    subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"),
            *("--no-emit-index-url", "--no-header", "--python-version", "3.11", "--no-annotate"),
            *("--excludes", "requirements/left_out.txt"),
            *("--output-file", f"requirements/{name}", "pyproject.toml", *wanted),
        ],
        check=True,
        cwd=ROOT,
    )


if __name__ == "__main__":
    for lock, wanted in LOCKS.items():
        compile_lock(lock, *wanted)
