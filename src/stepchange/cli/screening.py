"""stepchange screen: every place, measure and year."""

import argparse
import json

from stepchange import Panel, ScreenedMeasure, screen
from stepchange.cli.files import listing, read_rows
from stepchange.cli.reading import add_panel_options, read_panels, size, to_plain
from stepchange.one_place.design import relative_change


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("screen", help="what is unusual among all places, measures and years?")
    parser.set_defaults(run=_screen)
    add_panel_options(parser)
    parser.add_argument("--years-after", type=int, default=3, help="years used from each candidate year on")


def _screen(options: argparse.Namespace) -> None:
    panels = read_panels(options)
    families = {row.get("measure", ""): row.get("family", "") for _, row in read_rows(options.file, {"unit"})}
    measures = [ScreenedMeasure(key, families.get(key) or key, panel) for key, panel in panels.items()]
    found = screen(measures, years_after=options.years_after)
    if options.json:
        kept = ("leads", "tests", "hypotheses", "places_tested", "left_out", "freedom")
        print(json.dumps({name: to_plain(getattr(found, name)) for name in kept}, indent=2))
        return
    print(f"{found.tests} tests of {found.hypotheses} places and measures; {len(found.leads)} leads, none a finding.")
    for lead in found.leads:
        panel: Panel = panels[lead.measure]
        flags = "; ".join(flag.words for flag in lead.flags)
        print(
            f"{lead.tier.value.replace('_', ' ')}: {lead.unit}, {lead.measure or 'this measure'}, from {lead.start}: "
            f"{size(relative_change(lead.effect, panel.scale), panel.scale)}, q = {lead.q_value:.3f}"
            + (f" ({flags})" if flags else "")
        )
    for measure, reason in found.left_out.items():
        print(f"Not screened: {measure} ({reason}).")
    tested = set(found.hypothesis_keys)
    for measure in found.places_tested:
        absent = [unit for unit in panels[measure].units if (measure, unit) not in tested]
        if absent:
            named = f" in {measure}" if measure else ""
            print(f"Not tested{named}: {listing(absent)} (too few years with figures, or no others with the same).")
