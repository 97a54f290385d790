"""From stored figures to a panel for the engine. Only this file of the app knows the engine."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cairn.indicators.definitions import IndicatorDefinition, get_definition
from cairn.indicators.enums import Status
from cairn.indicators.models import PublishedYear
from cairn.indicators.queries.linkage import (
    ROLES,
    Cells,
    LinkedFigure,
    YearSources,
    find_cell,
    get_sources,
    make_figure,
    read_cells,
)
from cairn.places.models import Place
from stepchange.panel import Panel

SIMULATED_HIDDEN = (1.0, 5.0)  # counts that the simulation hides, as a publisher would


class UnableToMakePanel(ValueError):
    """There are no figures of this measure."""


@dataclass(frozen=True)
class Provenance:
    """The release one year's figures came from."""

    series: str
    published_year: int
    label: str
    title: str
    publisher: str
    edition: str
    sha256: str


@dataclass(frozen=True)
class YearProvenance:
    """Several releases where the newest does not have every council; the newest first."""

    year: int
    value: tuple[Provenance, ...]  # where the value itself was published
    numerator: tuple[Provenance, ...]
    denominator: tuple[Provenance, ...]


@dataclass(frozen=True, eq=False)
class MeasurePanel:
    """A measure for every council of one nation.

    `statuses` has the panel's shape and says of each cell why it is a number or is not (values of `enums.Status`).
    """

    definition: IndicatorDefinition
    is_fictional: bool
    panel: Panel
    statuses: NDArray[np.str_]
    provenance: tuple[YearProvenance, ...]
    names: dict[str, str]  # council code -> name

    def get_status(self, code: str, year: int) -> Status:
        return Status(self.statuses[self.panel.index(code), self.panel.periods.index(year)])


def make_panel(key: str, *, fictional: bool = False) -> MeasurePanel:
    """Every council of one nation that has a row: real ones or fictional ones, never both, and no regions."""
    definition = get_definition(key)
    sources = get_sources(definition, fictional=fictional)
    councils = Place.objects.councils().in_nation(fictional=fictional)
    cells = read_cells(sources, councils)
    main = {one.pk for source in sources for one in (source.value or source.numerator)}
    codes = sorted({code for published, code in cells if published in main})
    if not codes:
        hint = (
            "Run `cairn demo` to load them." if fictional else "Run `cairn data import PATH` with the published files."
        )
        raise UnableToMakePanel(f"There are no figures for '{definition.title}' yet. {hint}")
    figures = [[make_figure(definition, source, code, cells) for source in sources] for code in codes]
    statuses = np.array([[str(figure.status) for figure in row] for row in figures])
    panel = Panel(
        units=tuple(codes),
        periods=tuple(source.year for source in sources),
        values=_get_array(figures, "value"),
        scale="points" if definition.kind == "percentage" else "log",
        counts=_get_array(figures, "numerator"),
        denominators=_get_array(figures, "denominator") if definition.denominator else None,
        per=float(definition.per),
        **_bound_hidden(statuses, fictional=fictional),
    )
    statuses.setflags(write=False)
    names = dict(councils.filter(code__in=codes).values_list("code", "name"))
    provenance = tuple(_get_provenance(source, codes, cells) for source in sources)
    return MeasurePanel(definition, fictional, panel, statuses, provenance, names)


def _bound_hidden(statuses: NDArray[np.str_], *, fictional: bool) -> dict[str, NDArray[np.float64]]:
    """Least and most of hidden counts, where the publisher's rule is known: the simulation hides 1 to 5.

    Publishers also hide larger counts to protect small ones and do not say which, so real hidden counts have no bounds.
    """
    is_hidden = statuses == str(Status.SUPPRESSED)
    if not (fictional and is_hidden.any()):
        return {}
    return {
        name: np.where(is_hidden, end, np.nan)
        for name, end in zip(("lowest", "highest"), SIMULATED_HIDDEN, strict=True)
    }


def _get_array(figures: list[list[LinkedFigure]], name: str) -> NDArray[np.float64]:
    rows = [[getattr(figure, name) for figure in row] for row in figures]
    return np.array(rows, dtype=np.float64)  # None becomes NaN


def _get_provenance(source: YearSources, codes: list[str], cells: Cells) -> YearProvenance:
    """The releases from which the panel's own cells came, not those that serve other places only."""

    def describe(candidates: tuple[PublishedYear, ...]) -> tuple[Provenance, ...]:
        used = {found.pk for code in codes if (found := find_cell(candidates, code, cells)[0])}
        return tuple(_describe(one) for one in candidates if one.pk in used)

    return YearProvenance(source.year, *(describe(getattr(source, role)) for role in ROLES))


def _describe(published: PublishedYear) -> Provenance:
    release = published.release
    return Provenance(
        series=published.series.key,
        published_year=published.year,
        label=published.label,
        title=release.title,
        publisher=release.publisher,
        edition=release.edition,
        sha256=release.sha256,
    )
