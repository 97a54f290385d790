#!/usr/bin/env python3
"""Set up and run Cairn with nothing but Python 3.11 or newer.

python3 run.py demo [--no-serve] [--port 8000]   set up, load the demonstration, start site and worker
python3 run.py test                              set up and pass the tests that need no browser
python3 run.py test --everything                 those with a browser too, as where CI is set
python3 run.py test [pytest options]             what the options say
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
# Of the packages a half is never imported; this compiles the other.
COMPILE = "import cairn.config.wsgi; from cairn.config.warming import warm_up; warm_up()"


def run(*command, **environment) -> None:
    completed = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment})
    if completed.returncode:
        sys.exit(completed.returncode)


def pip_install(*arguments) -> None:
    # `pip --python` from outside works where Debian refuses both `venv` (no ensurepip)
    # and a system-wide `pip install` (externally managed).
    run(sys.executable, "-m", "pip", "--python", PYTHON, "install", "-qq", "--disable-pip-version-check", *arguments)


def is_installed(requirements: str) -> bool:
    stamp = VENV / f".{requirements}.installed"
    return stamp.exists() and stamp.read_text() == describe(requirements)


def describe(requirements: str) -> str:
    """A checksum of all that decides what is installed."""
    wanted = hashlib.sha256(sys.version.encode())
    for path in (ROOT / "requirements" / requirements, ROOT / "pyproject.toml"):
        wanted.update(path.read_bytes())
    return wanted.hexdigest()


def install(requirements: str) -> None:
    """Install the hash-locked requirements and Cairn itself, once for each state of the lock files."""
    if is_installed(requirements) or is_installed("dev.txt"):  # which holds the other lock, version for version
        return
    started = time.monotonic()
    print("Install packages (about a minute, the first time only) ", end="", flush=True)
    if not PYTHON.exists():
        run(sys.executable, "-m", "venv", "--without-pip", VENV)
    # The lock names everything. Left to look for what packages need, pip takes the newest release of one that is
    # wanted with an extra (coverage[toml]), which has no hash here, and fails on the day it is published.
    pip_install("--no-compile", "--require-hashes", "--no-deps", "-r", ROOT / "requirements" / requirements)
    pip_install("--no-deps", "--no-build-isolation", "--editable", ROOT)
    if requirements == "site.txt":
        drop_tests()
    # Even where the shell forbids it: site, worker and scheduler would each compile all of it at each start.
    run(PYTHON, "-c", COMPILE, CAIRN_DEMONSTRATION="true", PYTHONDONTWRITEBYTECODE="")
    (VENV / f".{requirements}.installed").write_text(describe(requirements))
    print(f". {time.monotonic() - started:5.1f} s", flush=True)


def drop_tests() -> None:
    """The tests of packages are a fourteenth of what is installed, and nobody runs them here."""
    for folder in list(VENV.rglob("tests")):
        shutil.rmtree(folder, ignore_errors=True)


def demo(arguments: list[str]) -> None:
    install("site.txt")
    command = [str(PYTHON), "-m", "cairn.cli", "demo", *arguments]
    if os.name == "posix":  # become the demonstration, so that a signal to stop reaches it
        os.chdir(ROOT)
        os.execv(command[0], command)  # noqa: S606
    run(*command)


def test(arguments: list[str]) -> None:
    install("dev.txt")
    if arguments == ["--everything"]:
        arguments = []
    elif not arguments and not os.environ.get("CI"):
        arguments = ["-m", "not e2e"]
        print("Left out: the tests with a browser, two minutes more (python3 run.py test --everything).", flush=True)
    run(PYTHON, "-m", "pytest", *arguments)


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"Cairn needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    commands = {"demo": demo, "test": test}
    command, *arguments = sys.argv[1:] or ["demo"]
    if command not in commands:
        sys.exit(f"'{command}' is not a command. Use: python3 run.py demo, or: python3 run.py test")
    commands[command](arguments)


if __name__ == "__main__":
    main()
