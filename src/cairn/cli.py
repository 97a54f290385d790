"""The command `cairn`: every management command of the site, from any folder."""

import os
import sys
from argparse import ArgumentParser


def main() -> None:
    set_port(sys.argv[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
    # The engine's matrices are small: with more threads than one, BLAS waits for itself (three times slower).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.argv[1:2] == ["demo"]:  # before anything is loaded, which takes seconds
        sys.stdout.write("Starting Cairn. The first time takes about a minute.\n")
        sys.stdout.flush()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["cairn", *sys.argv[1:]])


def set_port(arguments: list[str]) -> None:
    """Settings make the address of the site from its port, and are read before a command sees its arguments."""
    if arguments[:1] != ["demo"]:
        return
    parser = ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--port", type=int)
    try:
        given, _ = parser.parse_known_args(arguments)
    except Exception:
        return
    if given.port is not None:
        os.environ["CAIRN_PORT"] = str(given.port)


if __name__ == "__main__":
    main()
