import argparse
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import benchmarks.validity
from benchmarks.validity import one_place, real, screening, several, watching

SECTIONS = {"one-place": one_place, "pool": several, "screen": screening, "real": real, "watching": watching}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=benchmarks.validity.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="few repeats: to see that it runs, not to judge")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS))
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the report as Markdown")
    options = parser.parse_args()
    sections = []
    with ProcessPoolExecutor(os.cpu_count()) as executor:
        for name in options.only:
            start = time.perf_counter()
            sections += SECTIONS[name].run(executor, quick=options.quick)
            print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    today = datetime.now(UTC).date().isoformat()
    command = " ".join(["python -m benchmarks.validity", *(["--quick"] if options.quick else [])])
    text = (
        "# Validity, as measured\n\n"
        f"Written by `{command}` on {today}; seeds are in the code, so the same versions give the same figures.\n"
        "Bounds are those the engine must keep; where one is missed the report says so.\n\n"
        + "\n".join(section.to_markdown() for section in sections)
    )
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    print(text)
    if any(section.missed for section in sections):
        sys.exit(1)


if __name__ == "__main__":
    main()
