"""Files of strangers are opened in a process of their own, with little memory and little time: a hostile one hurts
only that process. A few run at once; the others wait, so that many at once do not ask for all the memory there is."""

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

ROOT = str(Path(__file__).resolve().parents[3])  # the same code as here, installed or not
SECONDS = 30
MOST_AT_ONCE, PATIENCE = 2, 60
REFUSED = 3  # the answer is then a sentence for whoever brought the file
_places = BoundedSemaphore(MOST_AT_ONCE)


class UnableToOpen(Exception):
    """It took too much memory or time, or broke what read it."""


class Refused(Exception):
    """The sentence says why, and what to do."""


def run_apart(module: str, *arguments: str, content: bytes = b"") -> bytes:
    """What `main` of a module of this folder writes about a file that it gets by its path or on stdin."""
    code = (
        f"import sys; sys.path.insert(0, {ROOT!r}); from cairn.common.files.{module} import main; main(*sys.argv[1:])"
    )
    if not _places.acquire(timeout=PATIENCE):
        raise UnableToOpen("Too many files are being read at the moment.")
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-c", code, *arguments],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnableToOpen("It took too long.") from None
    finally:
        _places.release()
    if done.returncode == REFUSED:
        raise Refused(done.stdout.decode())
    if done.returncode:
        raise UnableToOpen("Reading it ended early.")
    return done.stdout
