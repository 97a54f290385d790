"""What a host sets up about figures."""

from cairn.common.operations.set_up import Finding, Part, SetUpCheck, decide
from cairn.indicators.models import Release


def find_figures() -> Finding:
    releases = Release.objects.live().filter(content=Release.Content.FIGURES)
    years = sorted({year for year in releases.values_list("latest_year", flat=True) if year})
    number, latest = releases.count(), max(years, default=0)
    return decide(
        number > 0,
        f"{number} data release{' is' if number == 1 else 's are'} loaded; the latest figures are for {latest}.",
        "No official figures are loaded, so pages of councils and evaluations are empty.",
    )


CHECKS = (
    SetUpCheck(
        "H018",
        Part.CONTENT,
        "Official figures",
        find_figures,
        "Download the published files and import them (docs/user/data.md).",
        view="indicators:releases",
        command="cairn data import FOLDER",
    ),
)
