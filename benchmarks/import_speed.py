"""How long the import of the published files takes, and how much memory.

    python benchmarks/import_speed.py [FOLDER]

FOLDER holds published files of any family (default: CAIRN_TEST_DATA, or ../shared/data). The import runs as its own
process on a new database: SQLite in a temporary folder, or the empty PostgreSQL database that DATABASE_URL names.
The aim is less than 90 s and 1 GiB.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS, GIBIBYTES = 90.0, 1.0


def run(*arguments: str, environment: dict[str, str]) -> tuple[float, float, str]:
    """Wall seconds, peak memory in GiB and what was printed."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "cairn.cli", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True)
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"`cairn {' '.join(arguments)}` ended with {os.waitstatus_to_exitcode(status)}.")
    scale = 1 if sys.platform == "darwin" else 1024  # macOS says bytes, Linux kilobytes
    return time.perf_counter() - start, usage.ru_maxrss * scale / 2**30, printed


def main() -> None:
    folder = Path(
        sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CAIRN_TEST_DATA", ROOT.parent / "shared" / "data")
    )
    paths = [str(folder)]
    with tempfile.TemporaryDirectory() as temporary:
        environment = {"CAIRN_DATA_DIR": temporary}
        if "DATABASE_URL" not in os.environ:
            environment["DATABASE_URL"] = f"sqlite:///{temporary}/benchmark.sqlite3"
        run("migrate", "-v0", environment=environment)
        rows = [
            ("dry run", *run("data", "import", "--dry-run", *paths, environment=environment)),
            ("import", *run("data", "import", *paths, environment=environment)),
            ("import again (nothing to do)", *run("data", "import", *paths, environment=environment)),
        ]
    engine = os.environ.get("DATABASE_URL", "sqlite").split(":")[0]
    print(f"{'on ' + engine:<30} {'seconds':>8} {'GiB':>6}")
    for name, seconds, memory, _ in rows:
        print(f"{name:<30} {seconds:>8.1f} {memory:>6.2f}")
    print(next(line for line in rows[1][3].splitlines() if "figures loaded" in line))
    if rows[1][1] > SECONDS or rows[1][2] > GIBIBYTES:
        sys.exit(f"Too much: the aim is {SECONDS:.0f} s and {GIBIBYTES:.0f} GiB.")


if __name__ == "__main__":
    main()
