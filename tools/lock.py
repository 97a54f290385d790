"""Write the hash-locked requirement files again: python tools/lock.py

The locks name packages, versions and SHA-256 sums only: no registry host, no path of a machine.
"""

import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"


def compile_lock(name: str) -> None:
    """Compile requirements/<name>.in to requirements/<name>.txt for Python 3.11 to 3.13 on any system."""
    subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"),
            *("--no-emit-index-url", "--no-header", "--python-version", "3.11", "--no-annotate"),
            *("--output-file", f"{name}.txt", f"{name}.in"),
        ],
        check=True,
        cwd=REQUIREMENTS,
    )


if __name__ == "__main__":
    for lock in ("site", "dev"):
        compile_lock(lock)
