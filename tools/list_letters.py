"""List the letters that the site's fonts can show, after a font has changed: python tools/list_letters.py

The site asks this list before it sets a document. fontTools, which reads fonts, is needed here only.
"""

import json
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "src" / "cairn" / "fonts"
LIST = FONTS / "letters.json"


def find_ranges() -> list[list[int]]:
    """First and last code of each run of letters, of all fonts together."""
    codes: set[int] = set()
    for path in FONTS.glob("*-Regular.ttf"):
        with TTFont(path, lazy=True) as font:
            codes |= font.getBestCmap().keys()
    runs = groupby(enumerate(sorted(codes)), key=lambda pair: pair[1] - pair[0])
    found = [[code for _, code in run] for _, run in runs]
    return [[run[0], run[-1]] for run in found]


if __name__ == "__main__":
    LIST.write_text(json.dumps(find_ranges()) + "\n")
