"""The command line: long CSV files in, an answer out. Nothing is computed here.

`stepchange evaluate FILE.csv --unit X --start 2021-02 --direction fall --smallest-change 10` reads the columns
unit, period and either value, or count and denominator (per 10,000 unless --per says otherwise), or all of them;
lowest and highest may bound a hidden count. An empty cell is no figure. `stepchange simulate --seed 7 > file.csv`
writes such a file. `stepchange COMMAND --help` says what each command reads.
"""

import argparse
import sys
from collections.abc import Sequence

from stepchange import StepchangeError
from stepchange.cli import evaluating, pooling, screening, simulating, valuing, watching


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it answered, 2 when what was given could not be used."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (StepchangeError, OSError) as problem:
        print(f"stepchange: {problem}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="stepchange", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (evaluating, pooling, screening, watching, valuing, simulating):
        module.add_commands(commands)
    return parser
