"""What is known about something, by every link that leads to it: the one place where absence is found.

A page, a comparison, a paper or a file that says “no cost information” has asked this, not the one relation at hand.
A model and its projects are linked in both directions; a report brings the results that were taken from it; a programme
and its rounds lead to the projects that they paid for. Upper apps add what they know: see `register_links` and
`register_knowledge`.

What a project reports speaks for a model only where the project used no other model: otherwise nobody can tell which of
them it was, and the project is named under `elsewhere`, without its results.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q, QuerySet

from cairn.library.models import (
    Award,
    Claim,
    Cost,
    Direction,
    EvaluationReport,
    ModelCost,
    PracticeModel,
    Project,
    ProjectCost,
    ProjectOutcome,
    Source,
    Topic,
)
from cairn.library.queries.entries import sort_claims
from cairn.records.enums import RecordKind
from cairn.records.models import Record

RESULTS = (Topic.OUTCOME, Topic.DELIVERY)
AGAINST = (Direction.AGAINST, Direction.NOTHING)
Pair = tuple[int, int]


@dataclass(frozen=True)
class KnownAbout:
    """Everything that a reader may see about one record; what is not its own names where it was reported."""

    record: Record
    claims: list[Claim] = field(default_factory=list)
    origins: dict[int, Record] = field(default_factory=dict)  # key of an inherited claim -> what it was reported for
    outcomes: list[ProjectOutcome] = field(default_factory=list)  # with a result
    awards: list[Award] = field(default_factory=list)
    prices: list[Cost] = field(default_factory=list)  # what it costs, its own first
    reports: list[EvaluationReport] = field(default_factory=list)
    related: list[Record] = field(default_factory=list)  # models, projects and uses that it is linked to
    inherits: list[Record] = field(default_factory=list)  # those of them whose results stand for it too
    elsewhere: list[Record] = field(default_factory=list)  # linked, with results that cannot be put down to this alone
    costs_elsewhere: list[Record] = field(default_factory=list)  # the same with a cost
    more: dict[str, list[Any]] = field(default_factory=dict)  # what upper apps know, by the name they gave it

    @property
    def results(self) -> list[Claim]:
        """What changed, and how it was carried out."""
        return [claim for claim in self.claims if claim.topic in RESULTS and claim.direction != Direction.CONTEXT]

    @property
    def rated(self) -> list[Claim]:
        """Those by which its evidence is rated: what a model did elsewhere says nothing of what a project did here."""
        if self.record.kind != RecordKind.PROJECT:
            return self.claims
        return [claim for claim in self.claims if not self._is_of_model(claim)]

    def _is_of_model(self, claim: Claim) -> bool:
        origin = self.origins.get(claim.pk)
        return origin is not None and origin.kind == RecordKind.PRACTICE_MODEL

    @property
    def favourable(self) -> list[Claim]:
        return [claim for claim in self.results if claim.direction == Direction.FOR]

    @property
    def unfavourable(self) -> list[Claim]:
        """Against it, or without a difference."""
        return [claim for claim in self.results if claim.direction in AGAINST]

    @property
    def costs(self) -> list[Claim]:
        return [claim for claim in self.claims if claim.topic == Topic.COST]

    @property
    def reported_costs(self) -> list[EvaluationReport]:
        """Evaluation reports that say something of cost."""
        return [report for report in self.reports if report.costs]

    @property
    def reported_results(self) -> list[EvaluationReport]:
        return [report for report in self.reports if report.outcomes or report.negative or report.harms]

    @property
    def reported_against(self) -> list[EvaluationReport]:
        return [report for report in self.reports if report.negative or report.harms]

    @property
    def tells_results(self) -> bool:
        """Whether it is a report that says in its own words what it found."""
        record = self.record
        return isinstance(record, EvaluationReport) and bool(record.outcomes or record.negative or record.harms)

    @property
    def has_results(self) -> bool:
        shown = self.results or self.outcomes or self.tells_results
        return bool(shown or self.reported_results or self.elsewhere)

    @property
    def tells_costs(self) -> bool:
        """Whether it says in its own words what it cost; what it takes in people and time is no cost yet."""
        return any(getattr(self.record, name, "") for name in ("money", "costs"))

    @property
    def contacts(self) -> list[tuple[Record, str]]:
        """Who can be asked, its own first, then those of what it is linked to; each is told once."""
        found: dict[str, Record] = {}
        for record in (self.record, *self.related, *self.more.get("uses", [])):
            if said := getattr(record, "who_to_ask", ""):
                found.setdefault(said, record)
        return [(record, said) for said, record in found.items()]

    def find_texts(self, *names: str) -> list[tuple[Record, str]]:
        """What the first of these texts says that it has; else what each of those says that it inherits from."""

        def find(record: Record) -> str:
            return next((text for name in names if (text := getattr(record, name, ""))), "")

        if own := find(self.record):
            return [(self.record, own)]
        return [(record, said) for record in self.inherits if (said := find(record))]

    def knows(self, name: str) -> list[Any]:
        return self.more.get(name, [])

    def only(self, slugs: Collection[str]) -> "KnownAbout":
        """The same without what is not of these slugs; its own awards and outcomes are part of it."""

        def keep(records: Iterable[Any]) -> list[Any]:
            return [record for record in records if record.slug in slugs]

        def keep_rows(rows: Iterable[Any]) -> list[Any]:
            return [row for row in rows if row.project_id == self.record.pk or row.project.slug in slugs]

        return replace(
            self,
            claims=keep(self.claims),
            outcomes=keep_rows(self.outcomes),
            awards=keep_rows(self.awards),
            prices=[row for row in self.prices if row.owner_id == self.record.pk or row.owner.slug in slugs],
            reports=keep(self.reports),
            related=keep(self.related),
            inherits=keep(self.inherits),
            elsewhere=keep(self.elsewhere),
            costs_elsewhere=keep(self.costs_elsewhere),
            more={name: keep(found) for name, found in self.more.items()},
        )

    def list_slugs(self) -> list[str]:
        """Of what its results, money and contacts come from, but claims and itself."""
        records = [*self.reports, *self.related, *self.knows("uses")]
        return list(dict.fromkeys(record.slug for record in records))


def find_relatives(record: Record) -> set[int]:
    """Keys of what a record is linked to, whoever may see it; for what is not called missing in its thread."""
    pairs, _ = _find_models_and_projects({record.pk})
    is_funder = record.kind in (RecordKind.PROGRAMME, RecordKind.ROUND)
    ends = [
        *pairs,
        *(_find_projects_of_programmes({record.pk}) if is_funder else ()),
        *(pair for find in _links for pair in find({record.pk})),
    ]
    return {key for pair in ends for key in pair} - {record.pk}


# --- What upper apps add --------------------------------------------------------------------------------

# Pairs of keys that are linked in both directions, of which one is among the keys given.
FindLinks = Callable[[set[int]], Iterable[Pair]]
# By the key of a record: what is known about any of the records and claims that lead to it, as far as it is readable.
FindKnowledge = Callable[[dict[int, set[int]], QuerySet[Record]], dict[int, list[Any]]]
_links: list[FindLinks] = []
_knowledge: dict[str, FindKnowledge] = {}


def register_links(find: FindLinks) -> None:
    """Called from `ready()` of an app above: its records, linked to those of the library."""
    if find not in _links:
        _links.append(find)


def register_knowledge(name: str, find: FindKnowledge) -> None:
    """Called from `ready()` of an app above: a further thing that is known, such as lessons."""
    _knowledge[name] = find


# --- Finding it -----------------------------------------------------------------------------------------


def find_known_about(record: Record, readable: QuerySet[Record]) -> KnownAbout:
    return find_known([record], readable)[record.pk]


def find_known(records: Iterable[Record], readable: QuerySet[Record]) -> dict[int, KnownAbout]:
    """By key, in a fixed number of queries; `readable` is what the reader may see, and nothing else is told of."""
    wanted = {record.pk: record for record in records}
    if not wanted:
        return {}
    links = _find_links(wanted, readable)
    abouts = _find_abouts(set().union(*links.sources.values()))
    claims, origins = _find_claims(links, abouts, readable)
    reports = _find_reports(links, claims, abouts, readable)
    every_outcome = _find_rows(ProjectOutcome.objects.exclude(result=""), links)
    every_award = _find_rows(Award.objects.all(), links)
    outcomes, awards = (_group_by_project(rows, links.sources) for rows in (every_outcome, every_award))
    every_price = [*_find_rows(ModelCost.objects.all(), links), *_find_rows(ProjectCost.objects.all(), links)]
    _attach_sources(*claims.values(), *reports.values(), every_outcome, every_award, every_price)
    costly, eventful = _find_elsewhere(links, readable)
    costly |= {award.project_id for award in every_award} | {price.owner_id for price in every_price}
    eventful |= {outcome.project_id for outcome in every_outcome}
    leading = {
        key: {key, *links.related[key], *(claim.pk for claim in claims[key]), *(one.pk for one in reports[key])}
        for key in wanted
    }
    more = {name: find(leading, readable) for name, find in _knowledge.items()}
    return {
        key: KnownAbout(
            record=record,
            claims=claims[key],
            origins=origins[key],
            outcomes=outcomes[key],
            awards=[*awards[key], *(award for award in links.paid[key] if award.project_id in links.visible)],
            prices=_sort_own_first(every_price, key, links.sources[key]),
            reports=reports[key],
            related=links.load(links.related[key]),
            inherits=links.load(links.sources[key] - {key}),
            elsewhere=links.load(links.shared[key] & eventful),
            costs_elsewhere=links.load(links.shared[key] & costly),
            more={name: found.get(key, []) for name, found in more.items()},
        )
        for key, record in wanted.items()
    }


def find_claims(records: Iterable[Record], readable: QuerySet[Record]) -> dict[int, KnownAbout]:
    """The same with claims and nothing else: all by which evidence is weighed, without where they are from."""
    wanted = {record.pk: record for record in records}
    if not wanted:
        return {}
    links = _find_links(wanted, readable)
    claims, origins = _find_claims(links, _find_abouts(set().union(*links.sources.values())), readable)
    return {key: KnownAbout(record=record, claims=claims[key], origins=origins[key]) for key, record in wanted.items()}


@dataclass(frozen=True)
class _Links:
    """What each of the keys is linked to, as far as it is readable."""

    sources: dict[int, set[int]]  # itself, and what its results can be inherited from
    shared: dict[int, set[int]]  # linked projects in whose results something else has a part
    paid: dict[int, list[Award]]  # by a programme or round
    visible: dict[int, Any]
    own: dict[int, Record]  # what was asked about

    @property
    def all(self) -> dict[int, Any]:
        return self.own | self.visible

    @property
    def related(self) -> dict[int, set[int]]:
        return {key: (found | self.shared[key]) - {key} for key, found in self.sources.items()}

    def load(self, keys: Iterable[int]) -> list[Any]:
        return sorted((self.visible[key] for key in keys), key=lambda one: (one.title, one.pk))


def _find_links(wanted: dict[int, Record], readable: QuerySet[Record]) -> _Links:
    keys = set(wanted)
    funders = {key for key, record in wanted.items() if record.kind in (RecordKind.PROGRAMME, RecordKind.ROUND)}
    sources: dict[int, set[int]] = {key: set() for key in keys}
    shared: dict[int, set[int]] = {key: set() for key in keys}
    pairs, models_of = _find_models_and_projects(keys)
    for project, model in pairs:
        if project in keys:
            sources[project].add(model)
        if model in keys:
            (sources if models_of[project] == {model} else shared)[model].add(project)
    for one, other in [pair for find in _links for pair in find(keys)]:
        for key, far in ((one, other), (other, one)):
            if key in keys:
                sources[key].add(far)
    paid: dict[int, list[Award]] = {key: [] for key in keys} | (_find_paid(funders) if funders else {})
    for key, awards in paid.items():
        shared[key] |= {award.project_id for award in awards}
    for key, project in _find_projects_of_programmes(funders) if funders else ():
        shared[key].add(project)
    visible = _load(set().union(*sources.values(), *shared.values()), readable)
    return _Links(
        sources={key: {key} | found & visible.keys() for key, found in sources.items()},
        shared={key: found & visible.keys() for key, found in shared.items()},
        paid=paid,
        visible=visible,
        own=wanted,
    )


def _find_models_and_projects(keys: set[int]) -> tuple[list[Pair], dict[int, set[int]]]:
    """Pairs of project and model that touch the keys; and all models of each of these projects, hidden ones too."""
    through: Any = Project.models_used.through
    touching = through.objects.filter(practicemodel__in=keys).values("project")
    rows = through.objects.filter(Q(project__in=keys) | Q(project__in=touching))
    models_of: dict[int, set[int]] = defaultdict(set)
    for project, model in rows.values_list("project_id", "practicemodel_id"):
        models_of[project].add(model)
    every = [(project, model) for project, models in models_of.items() for model in models]
    return [pair for pair in every if keys & set(pair)], models_of


def _find_projects_of_programmes(keys: set[int]) -> list[Pair]:
    """Keys of a programme or round, each with that of a project in it."""
    found = Project.objects.filter(Q(in_programme__in=keys) | Q(in_round__in=keys))
    rows = found.values_list("pk", "in_programme", "in_round")
    return [(key, project) for project, *ends in rows for key in ends if key in keys]


def _find_paid(keys: set[int]) -> dict[int, list[Award]]:
    """Awards by the programme or round from which they come."""
    found = Award.objects.filter(Q(from_programme__in=keys) | Q(from_round__in=keys))
    paid: dict[int, list[Award]] = {key: [] for key in keys}
    for award in found.select_related("source", "project").order_by("project__title", "position"):
        for key in {award.from_programme_id, award.from_round_id} & keys:
            paid[key].append(award)  # type: ignore[index]  # one of the keys that were asked for
    return paid


def _load(keys: set[int], readable: QuerySet[Record]) -> dict[int, Any]:
    """Models and projects with their texts and places; the kinds of upper apps stay plain records."""
    found: dict[int, Any] = {one.pk: one for one in readable.filter(pk__in=keys)} if keys else {}
    for kind, specific in (
        (RecordKind.PROJECT, Project.objects.prefetch_related("places")),
        (RecordKind.PRACTICE_MODEL, PracticeModel.objects.all()),
    ):
        wanted = [pk for pk, one in found.items() if one.kind == kind]
        found |= {one.pk: one for one in specific.filter(pk__in=wanted)} if wanted else {}
    return found


def _find_elsewhere(links: _Links, readable: QuerySet[Record]) -> tuple[set[int], set[int]]:
    """Of the projects in whose results something else has a part: those with a cost, and those with results."""
    keys = set().union(*links.shared.values())
    if not keys:
        return set(), set()
    claims = Claim.objects.filter(about__in=keys, pk__in=readable.values("pk"))
    rows = list(claims.values_list("about", "topic", "direction"))
    costly = {about for about, topic, _ in rows if topic == Topic.COST}
    return costly, {about for about, topic, way in rows if topic in RESULTS and way != Direction.CONTEXT}


def _find_claims(
    links: _Links, abouts: dict[int, set[int]], readable: QuerySet[Record]
) -> tuple[dict[int, list[Claim]], dict[int, dict[int, Record]]]:
    """Its own first, then those of what it is linked to, then those of an evaluation of nothing else; with origins."""
    keys = set(links.sources)
    report_of = {report: min(found) for report, found in abouts.items() if len(found) == 1 and found <= keys}
    wanted = Q(about__in=set().union(*links.sources.values())) | Q(report__in={*keys, *report_of})
    seen = Claim.objects.filter(wanted, pk__in=readable.values("pk"), about__in=readable.values("pk"))
    found = sort_claims(seen)
    _attach_abouts(found, links)
    claims: dict[int, list[Claim]] = {}
    origins: dict[int, dict[int, Record]] = {}
    for key, sources in links.sources.items():
        own = [claim for claim in found if claim.about_id == key]
        others = [claim for claim in found if _can_be_inherited(claim) and not _repeats(claim, own)]
        inherited = [claim for claim in others if claim.about_id in sources - {key}]
        said = [
            claim
            for claim in found
            if key in (claim.report_id, report_of.get(claim.report_id)) and claim.about_id not in sources
        ]
        claims[key] = [*own, *inherited, *said]
        origins[key] = {claim.pk: claim.about for claim in (*inherited, *said)}
    return claims, origins


def _attach_abouts(claims: list[Claim], links: _Links) -> None:
    """Nearly all are of what was loaded already."""
    known = links.all
    others = {claim.about_id for claim in claims} - known.keys()
    known |= Record.objects.in_bulk(others) if others else {}
    for claim in claims:
        claim.about = known[claim.about_id]


def _attach_sources(*rows: Iterable[Any]) -> None:
    """What came from the same source, and most of a page does, is given it once instead of reading it again."""
    told = [row for some in rows for row in some if row.source_id]
    sources = Source.objects.in_bulk({row.source_id for row in told}) if told else {}
    for row in told:
        row.source = sources[row.source_id]


def _can_be_inherited(claim: Claim) -> bool:
    """Results and costs; facts around a record are of that record alone."""
    return claim.topic == Topic.COST or (claim.topic in RESULTS and claim.direction != Direction.CONTEXT)


def _repeats(claim: Claim, own: list[Claim]) -> bool:
    """Whether the same source says the same of the record itself, so that it would be counted twice."""
    return any(
        claim.source_id == one.source_id
        and (
            claim.title == one.title or (claim.value is not None and (claim.value, claim.unit) == (one.value, one.unit))
        )
        for one in own
    )


def _find_abouts(keys: set[int]) -> dict[int, set[int]]:
    """Reports about any of the keys, each with everything that it is about."""
    through: Any = EvaluationReport.about.through
    touching = through.objects.filter(record__in=keys).values("evaluationreport")
    abouts: dict[int, set[int]] = defaultdict(set)
    rows = through.objects.filter(evaluationreport__in=touching)
    for report, about in rows.values_list("evaluationreport", "record"):
        abouts[report].add(about)
    return abouts


def _find_reports(
    links: _Links, claims: dict[int, list[Claim]], abouts: dict[int, set[int]], readable: QuerySet[Record]
) -> dict[int, list[EvaluationReport]]:
    """Reports about it or what its results are inherited from, and those from which its results were taken."""
    quoted = {key: {claim.report_id for claim in found if claim.report_id} for key, found in claims.items()}
    wanted = {*abouts, *set().union(*quoted.values())}
    if not wanted:
        return {key: [] for key in links.sources}
    seen = EvaluationReport.objects.filter(pk__in=readable.filter(pk__in=wanted).values("pk"))
    found = list(seen.order_by("-published", "title"))
    return {
        key: [one for one in found if one.pk != key and (abouts.get(one.pk, set()) & sources or one.pk in quoted[key])]
        for key, sources in links.sources.items()
    }


def _find_rows(rows: QuerySet[Any], links: _Links) -> list[Any]:
    """What hangs on any of the models or projects that are linked, with its owner; sources come later."""
    model: Any = rows.model
    owner: Any = model._meta.get_field(model.OWNER)
    kind = owner.related_model.KIND
    wanted = set().union(*links.sources.values(), *links.shared.values())
    owners = {key: one for key, one in links.all.items() if key in wanted and one.kind == kind}
    if not owners:
        return []
    found = list(rows.filter(**{f"{owner.name}__in": owners}).order_by(f"{owner.name}__title", "position"))
    for row in found:
        # By its field: what was asked about may be a plain record, which has what is told of an owner.
        owner.set_cached_value(row, owners[getattr(row, owner.attname)])
    return found


def _sort_own_first(prices: list[Cost], key: int, sources: set[int]) -> list[Cost]:
    own = [price for price in prices if price.owner_id == key]
    return [*own, *(price for price in prices if price.owner_id in sources - {key})]


def _group_by_project(rows: list[Any], sources: dict[int, set[int]]) -> dict[int, list[Any]]:
    """Its own first, then those of the projects from which results are inherited."""
    grouped = {}
    for key, projects in sources.items():
        own = [row for row in rows if row.project_id == key]
        grouped[key] = [*own, *(row for row in rows if row.project_id in projects - {key})]
    return grouped
