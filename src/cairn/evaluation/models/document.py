"""What a stored result says: the shape of `Evaluation.document`, which pages, files and charts read.

`analysis.answer` writes it and nothing changes it afterwards, so results of earlier formats stay as they are: what
those lack is not required here, and whoever reads it asks first whether it is there.
"""

from typing import NotRequired, TypedDict


class PlanPart(TypedDict):
    """`PlanSpecification.to_document`."""

    place: str
    measure: str
    start: str
    direction: int
    smallest_change: float
    harm_measure: str
    what_was_started: str
    last_year: int | None
    excluded: list[str]
    is_national_reform: bool
    about: NotRequired[str]


class PlacePart(TypedDict):
    code: str
    name: str
    is_fictional: bool
    opened_on: str | None
    closed_on: str | None


class MeasurePart(TypedDict):
    title: str
    unit: str
    kind: str
    polarity: str


class ReleasePart(TypedDict):
    """A release, what it was used for, and the years it served."""

    title: str
    publisher: str
    edition: str
    sha256: str
    role: str
    years: list[int]


class FigurePart(TypedDict):
    """A year of the place's own figures; `status` says why there is none."""

    year: int
    value: float | None
    count: float | None
    denominator: float | None
    status: str


class FindingPart(TypedDict):
    verdict: str
    reasons: list[str]
    explanation: str


class YearsPart(TypedDict):
    before: list[int]
    transition: list[int]
    after: list[int]


class ImplausiblePart(TypedDict):
    """A count of the place that cannot be right."""

    year: int
    counted: float
    expected: float


class LeftOutPart(TypedDict):
    code: str
    name: str
    reason: str


class SamplePart(YearsPart):
    implausible: NotRequired[list[ImplausiblePart]]
    years_left_out: dict[str, str]
    donors_left_out: list[LeftOutPart]


class ChangePart(TypedDict):
    """One size on the scale of the analysis, relative to what was expected, and in people; None has no end."""

    analysis: float
    relative: float
    people: float | None


class EndPart(TypedDict):
    """An end of an interval; without a limit it is None."""

    analysis: float | None
    relative: float | None
    people: float | None


class EstimateInShort(TypedDict):
    """What is kept of the measure that would show harm, too."""

    change: ChangePart
    low: EndPart
    high: EndPart
    detectable_fall: ChangePart
    detectable_rise: ChangePart
    p_value: float
    rank: int
    places: int


class GapPart(TypedDict):
    """Of the place under its name, and of every other council without."""

    code: str
    name: str
    gaps: list[float | None]
    z: float
    scale: float


class WeightPart(TypedDict):
    code: str
    name: str
    weight: float


class WayPart(TypedDict):
    """Another way of asking."""

    estimator: str
    sample: str
    effect: float
    p_value: float
    places: int


class RangePart(TypedDict):
    low: float
    high: float
    largest_error: float


class SamplingErrorPart(TypedDict):
    standard_deviation: float
    low: float
    high: float
    resamples: int


class SmallCountsPart(TypedDict):
    mean_count: float
    observed: float
    expected: float
    ratio: float
    low: float
    high: float
    p_value: float
    dispersion: float


class ShapesPart(TypedDict):
    step: float
    ramp: float
    late: float
    fading: float
    last_over_mean: float


class CheckPart(TypedDict):
    kind: str
    detail: str
    name: str
    result: str
    decides: bool
    estimate: float | None
    p_value: float | None
    reason: str


class Depth(TypedDict, total=False):
    """What stands behind an estimate; earlier formats have less of it."""

    specifications: list[WayPart]
    identification: RangePart | None
    sampling_error: SamplingErrorPart | None
    small_counts: SmallCountsPart | None
    hidden_range: list[float] | None
    shapes: ShapesPart | None


class EstimatePart(EstimateInShort, Depth):
    years: list[int]
    actual: list[float]
    synthetic: list[float]
    people_gap: list[float] | None
    gaps: list[GapPart]
    weights: list[WeightPart]
    effective_donors: float
    certificate: float
    inside_hull_levels: bool
    inside_hull_changes: bool
    estimators: dict[str, float]
    checks: list[CheckPart]


class ProgrammePart(TypedDict):
    """What a comparison council with weight is known to have done."""

    code: str
    name: str
    programme: str
    since: str
    source: str
    grade: str


class PointPart(TypedDict):
    year: int
    value: float | None
    rules: list[str]


class LinesPart(TypedDict):
    """Two straight lines that meet at the start."""

    level_change: float
    level_interval: list[float]
    slope_change: float
    slope_interval: list[float]


class LimitsPart(TypedDict, total=False):
    mean: float
    lower: float
    upper: float
    number: int
    is_provisional: bool


class PhasePart(LimitsPart):
    """A stretch with limits of its own."""

    first: int
    last: int


class WatchingPart(LimitsPart):
    """The place's own figures as an XmR chart; earlier formats have one stretch, whose limits stand here."""

    points: list[PointPart]
    phases: NotRequired[list[PhasePart]]
    variation: str
    lines: LinesPart | None


class HarmPart(TypedDict):
    measure: str
    finding: FindingPart
    after: list[int]
    implausible: NotRequired[list[ImplausiblePart]]
    estimate: EstimateInShort | None
    data: list[ReleasePart]


class ResultDocument(TypedDict):
    format: str
    rules: int
    plan: PlanPart
    plan_sha256: str
    place: PlacePart
    measure: MeasurePart
    first_year: int
    software: dict[str, str]
    data: list[ReleasePart]
    figures: list[FigurePart]
    watching: NotRequired[WatchingPart | None]
    harm: HarmPart | None
    finding: FindingPart
    years: YearsPart
    sample: SamplePart | None
    estimate: EstimatePart | None
    known_programmes: list[ProgrammePart]
    longer_measure: str | None
