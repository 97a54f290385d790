"""The command `cairn`: every management command of the site, from any folder."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
    # The engine's matrices are small: with more threads than one, BLAS waits for itself (three times slower).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.argv[1:2] == ["demo"]:  # before anything is loaded, which takes seconds
        sys.stdout.write("Starting Cairn. The first time takes about a minute.\n")
        sys.stdout.flush()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["cairn", *sys.argv[1:]])


if __name__ == "__main__":
    main()
