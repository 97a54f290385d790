"""One picture or archive, opened: from stdin, and a picture drawn anew to stdout. Runs under limits, alone."""

import sys

from cairn.common.files.apart import REFUSED
from cairn.common.files.extract import limit
from cairn.common.files.inspection import UnableToTakeFile, open_file


def main(extension: str) -> None:
    content = sys.stdin.buffer.read()
    limit()
    try:
        sys.stdout.buffer.write(open_file(content, extension))
    except UnableToTakeFile as problem:
        sys.stdout.write(str(problem))
        sys.stdout.flush()
        sys.exit(REFUSED)
