"""stepchange simulate: a nation without anything planted."""

import argparse
import csv
import sys

from stepchange import PanelError, simulate_nation


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    nation = commands.add_parser("simulate", help="write a simulated nation as CSV")
    nation.set_defaults(run=_simulate)
    nation.add_argument("--seed", required=True, type=int)


def _simulate(options: argparse.Namespace) -> None:
    panel = simulate_nation(seed=options.seed).panel
    if panel.counts is None or panel.denominators is None:  # pragma: no cover  (for the type checker)
        raise PanelError("A simulated nation has counts.")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["unit", "period", "value", "count", "denominator"])
    for i, unit in enumerate(panel.units):
        for t, period in enumerate(panel.periods):
            row = (panel.values[i, t], int(panel.counts[i, t]), int(panel.denominators[i, t]))
            writer.writerow([unit, period, *row])
