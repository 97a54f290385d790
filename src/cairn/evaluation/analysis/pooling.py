"""A model over all its councils: from a fixed list to the document of one measure that is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import cairn
import stepchange
from cairn.evaluation.analysis.documents import describe_data
from cairn.evaluation.models.specification import ListedMeasure, ListedSite, ModelSpecification
from cairn.indicators.analysis import MeasurePanel, UnableToMakePanel, make_panel
from cairn.indicators.definitions import IndicatorDefinition, get_definition
from cairn.library.definitions.programmes import get_known_programmes
from stepchange import NotEnoughDataError, Panel, Pooled, PoolQuestion, PoolVerdict, Site, pool
from stepchange.several_places.pool import MINIMUM_SITES

POOLED_FORMAT = "cairn.pooled/1"
# Looked-after, in need, on a plan, referred again.
USUAL_MEASURES = ("cla_rate", "cin_rate", "cpp_rate", "rereferral_pct")
USUAL_DIRECTION = -1
IN_PANDEMIC = (date(2020, 1, 1), date(2022, 12, 31))


def list_measures(keys: Iterable[str] = USUAL_MEASURES) -> tuple[ListedMeasure, ...]:
    """With the direction and the smallest change of their definitions."""
    found = (get_definition(key) for key in keys)
    return tuple(
        ListedMeasure(one.key, one.good_direction or USUAL_DIRECTION, one.smallest_important_change) for one in found
    )


@dataclass(frozen=True)
class _Way:
    """One way of asking: which of the list are sites, and from when; every other one on it is compared by nobody."""

    sites: tuple[ListedSite, ...]
    start: str = "range"

    def to_sites(self, panel: Panel) -> tuple[Site, ...]:
        return tuple(self._to_site(one) for one in self.sites if one.place in panel.units)

    def _to_site(self, one: ListedSite) -> Site:
        first, last = one.get_start()
        if self.start == "first_day":
            last = first
        elif self.start == "last_day":
            first = last
        return Site(one.place, first, one.stop, one.fidelity, last)


def answer_measure(
    specification: ModelSpecification, listed: ListedMeasure, *, panel: MeasurePanel | None = None
) -> dict[str, Any]:
    """Everything the figures say of one measure of a list, as plain values; the same figures give the same text.

    From `panel`, or where none is given from the figures of the site.
    """
    measure = get_definition(listed.measure)
    document: dict[str, Any] = {
        "format": POOLED_FORMAT,
        "rules": stepchange.RULES,
        "plan": specification.to_document(),
        "plan_sha256": specification.sha256,
        "measure": {
            "key": measure.key,
            "title": measure.title,
            "unit": measure.unit,
            "kind": measure.kind,
            "polarity": measure.polarity,
        },
        "direction": listed.direction,
        "smallest_change": listed.smallest_change,
        "software": {"cairn": cairn.__version__, "stepchange": stepchange.__version__},
    }
    reasons, candidates = _sort(specification.sites)
    try:
        panel = panel or make_panel(measure.key, fictional=specification.is_fictional)
    except UnableToMakePanel:
        reasons |= {site.place: "no_figures" for site in candidates}
        return document | {
            "data": [],
            "finding": {"verdict": PoolVerdict.NOT_ENOUGH_EVIDENCE.value, "reasons": ["no_figures"]},
            "primary": None,
            "account": _account(specification.sites, [], reasons),
            "sensitivities": [],
            "known_programmes": [],
        }
    question = _Asking(specification, listed, measure, panel)
    primary, left_out, finding = question.ask(_Way(candidates), in_depth=True)
    reasons |= left_out
    used = [site.unit for site in primary.sites] if primary else []
    return document | {
        "data": describe_data(panel),
        "finding": finding,
        "primary": _describe(primary, panel, question.smallest) if primary else None,
        "account": _account(specification.sites, used, reasons),
        "sensitivities": question.ask_otherwise(candidates, specification.sites, used),
        "known_programmes": _find_programmes(primary, panel.names),
    }


def _sort(sites: Iterable[ListedSite]) -> tuple[dict[str, str], tuple[ListedSite, ...]]:
    """Why those are not asked about that are not, and the rest."""
    reasons, candidates = {}, []
    for site in sites:
        if site.counted_with:
            reasons[site.place] = "part_of_another_row"
        elif site.first is None or site.last is None:
            reasons[site.place] = "no_start"
        elif site.stop is not None and site.stop <= site.last:
            reasons[site.place] = "stopped_at_once"
        elif not site.confirmed_by:
            reasons[site.place] = "not_confirmed"
        else:
            candidates.append(site)
    return reasons, tuple(candidates)


@dataclass(frozen=True)
class _Asking:
    """One measure of one list, asked in several ways."""

    specification: ModelSpecification
    listed: ListedMeasure
    measure: IndicatorDefinition
    panel: MeasurePanel

    @property
    def smallest(self) -> float:
        return self.listed.smallest_change / 100 if self.measure.kind != "percentage" else self.listed.smallest_change

    def ask(self, way: _Way, *, in_depth: bool) -> tuple[Pooled | None, dict[str, str], dict[str, Any]]:
        """The answer, why each site that was asked about is not in it, and the finding."""
        panel = self.panel.panel
        absent = {one.place: "no_figures" for one in way.sites if one.place not in panel.units}
        sites = way.to_sites(panel)
        if not sites:
            return None, absent, _too_few()
        question = PoolQuestion(
            sites=sites,
            timing=self.measure.period,
            direction=self.listed.direction,
            smallest_change=self.listed.smallest_change,
            excluded=self._get_excluded(sites),
        )
        specification = self.specification
        try:
            found = pool(panel, question, draws=specification.draws, seed=specification.seed, in_depth=in_depth)
        except NotEnoughDataError as problem:
            left_out = absent | {unit: str(reason) for unit, reason in problem.sites_left_out.items()}
            if problem.code == "no_site":
                return None, left_out, _too_few()
            # The places to compare with are too few, so none of the others is used either.
            rest = {one.unit: problem.code for one in sites if one.unit not in left_out}
            verdict = PoolVerdict.NOT_ENOUGH_EVIDENCE.value
            return None, left_out | rest, {"verdict": verdict, "reasons": [problem.code]}
        left_out = absent | {unit: str(reason) for unit, reason in found.pool.sites_left_out.items()}
        return found, left_out, {"verdict": found.verdict.value, "reasons": list(found.reasons)}

    def _get_excluded(self, sites: Iterable[Site]) -> frozenset[str]:
        """Whoever is on the list and not asked about, and the rows that others on it are part of."""
        listed = self.specification.sites
        named = {one.place for one in listed} | {one.counted_with for one in listed}
        return frozenset(named & set(self.panel.panel.units)) - {one.unit for one in sites}

    def ask_otherwise(
        self, candidates: tuple[ListedSite, ...], listed: Iterable[ListedSite], used: list[str]
    ) -> list[dict[str, Any]]:
        """The same with other choices, each of which changes something."""
        reasons, _ = _sort(listed)
        dated = tuple(one for one in listed if reasons.get(one.place) in (None, "not_confirmed"))
        ways: dict[str, _Way] = {}
        if any(not one.confirmed_by for one in dated):
            ways["with_unconfirmed"] = _Way(dated)
        if any(one.is_uncertain for one in candidates):
            ways |= {end: _Way(candidates, end) for end in ("first_day", "last_day")}
        for kind, leaves_out in (("without_parts_only", "parts_only"), ("without_stopped", "stop")):
            kept = tuple(one for one in candidates if not getattr(one, leaves_out))
            if any(getattr(one, leaves_out) for one in candidates if one.place in used):
                ways[kind] = _Way(kept)
        return [self._ask_in_short(kind, way) for kind, way in ways.items()]

    def _ask_in_short(self, kind: str, way: _Way) -> dict[str, Any]:
        found, _, finding = self.ask(way, in_depth=False)
        number = len(found.sites) if found else 0
        # Of one, two or three councils the size would be a finding about each of them.
        estimate = _describe_size(found) if found and number >= MINIMUM_SITES else None
        return {"kind": kind, "finding": finding, "councils": number, "estimate": estimate}


def _too_few() -> dict[str, Any]:
    return {"verdict": PoolVerdict.TOO_FEW_SITES.value, "reasons": ["too_few_sites"]}


def _describe_size(found: Pooled) -> dict[str, Any]:
    return {
        "change": _size(found, found.effect),
        "low": _size(found, found.low),
        "high": _size(found, found.high),
        "p_value": found.p_value,
    }


def _size(found: Pooled, change: float | None) -> dict[str, float | None]:
    """On the scale of the analysis, and in people a year of all sites together."""
    return {"analysis": change, "people": found.people(change)}


def _describe(found: Pooled, panel: MeasurePanel, smallest: float) -> dict[str, Any]:
    synthesis, slope = found.synthesis, found.by_fidelity
    without = list(found.without_each.values())
    return _describe_size(found) | {
        "detectable": found.detectable,
        "places": len(found.pool.units),
        "compared": len(found.pool.units) - len(found.sites),
        "sites": [
            {
                "code": site.unit,
                "name": panel.names[site.unit],
                "change": site.change,
                "class": classify(site.change, smallest),
                "scale": site.scale,
                "before": list(site.before),
                "after": list(site.after),
                "gaps_before": list(site.gaps_before),
                "gaps": list(site.gaps),
                "fidelity": site.fidelity,
            }
            for site in found.sites
        ],
        "path": [
            {
                "years_since": year.years_since,
                "effect": year.effect,
                "low": year.interval_low,
                "high": year.interval_high,
                "usual_low": year.low,
                "usual_high": year.high,
                "sites": year.sites,
            }
            for year in found.path
        ],
        "next_council": list(synthesis.prediction) if synthesis and synthesis.prediction else None,
        "between": None
        if synthesis is None
        else {"mean": synthesis.mean, "interval": list(synthesis.interval), "i_squared": synthesis.i_squared},
        "without_each": None
        if not without
        else {
            "low": min(one.effect for one in without),
            "high": max(one.effect for one in without),
            "lowest_p": min(one.p_value for one in without),
            "highest_p": max(one.p_value for one in without),
        },
        "by_fidelity": None
        if slope is None
        else {"slope": slope.slope, "interval": list(slope.interval), "p_value": slope.p_value},
        "cross_check": None
        if found.cross_check is None
        else {"effect": found.cross_check[0], "standard_error": found.cross_check[1]},
        "checks": [
            {
                "kind": check.kind,
                "detail": check.detail,
                "result": check.result.value,
                "estimate": check.estimate,
                "p_value": check.p_value,
                "reason": check.reason,
            }
            for check in found.checks
        ],
        "in_pandemic": sum(IN_PANDEMIC[0] <= site.start <= IN_PANDEMIC[1] for site in found.pool.sites),
        "not_compared": [
            {"name": panel.names[code], "reason": reason}
            for code, reason in sorted(found.pool.places_left_out.items(), key=lambda pair: panel.names[pair[0]])
        ],
    }


def classify(change: float, smallest: float) -> str:
    """What one council's gap is called: its sign where it is large enough to matter, else little."""
    if abs(change) < smallest:
        return "little"
    return "fall" if change < 0 else "rise"


def _account(listed: Iterable[ListedSite], used: list[str], reasons: Mapping[str, str]) -> list[dict[str, str]]:
    """Every council on the list, once: used, or why not."""
    return [
        {"code": one.place, "name": one.name, "state": "used" if one.place in used else reasons[one.place]}
        for one in sorted(listed, key=lambda site: site.name)
    ]


def _find_programmes(found: Pooled | None, names: Mapping[str, str]) -> list[dict[str, str]]:
    """What councils that were compared are known to have done (engine.md, appendix A4)."""
    compared = set(found.pool.units) - {site.unit for site in found.sites} if found else set()
    rows = [
        {"name": names[one.code], "programme": one.programme} for one in get_known_programmes() if one.code in compared
    ]
    return sorted(rows, key=lambda row: (row["name"], row["programme"]))
