"""What a paper rests on: taken down on one day, and read again for whoever asks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import Revision

from cairn.accounts.models import Reader
from cairn.indicators.definitions import IndicatorDefinition, get_definitions
from cairn.indicators.presenters.comparing import describe_series
from cairn.indicators.presenters.local import get_local_figures, get_local_series
from cairn.library.models import Method, PracticeModel, Project
from cairn.library.queries import get_short_list
from cairn.library.queries.known import KnownAbout, find_known
from cairn.papers.enums import ABOUT, OPTIONS
from cairn.papers.models import Paper
from cairn.places.models import Membership, Place, TeamMembership
from cairn.records.enums import RecordKind, Relation, Sharing
from cairn.records.models import Record, RecordQuerySet, Tie
from cairn.voice.models import Challenge, Need
from cairn.voice.queries import get_tried

WEEKLY_COST = "cla_weekly_cost"  # pounds a week for each child looked after
MOST_OFFERED = 50
FEWEST_YEARS = 2  # of a chart
OF_OPTIONS = ("claims", "behind")  # what a snapshot holds of each option: results, and what else leads to it


def get_papers(user: Reader) -> QuerySet[Record]:
    """The newest first. Read from the table of all records, as every list is."""
    found = Record.objects.visible_to(user).of_kind(RecordKind.PAPER)
    return found.select_related("organisation", "team", "circle").order_by("-updated_at")


def get_subjects(user: Reader) -> QuerySet[Record]:
    """What a paper can be about."""
    return Record.objects.visible_to(user).filter(kind__in=ABOUT).order_by("kind", "title")


def get_option(slug: str, user: Reader) -> Record | None:
    """A model, project or method from whose page a paper is started."""
    return Record.objects.visible_to(user).filter(kind__in=OPTIONS, slug=slug[:60]).first()


def get_tried_for(option: Record, subjects: QuerySet[Record]) -> list[Record]:
    """Challenges for which it was tried."""
    ties = Tie.objects.filter(source=option.pk, relation=Relation.COMES_FROM)
    return list(subjects.filter(pk__in=ties.values("target")))


def get_candidates(about: Record | None, user: Reader, option: Record | None = None) -> list[Record]:
    """What can be an option: `option` and the short list first, then what the challenge or the programme tried.

    A model stands for the projects that used it and no other: they are offered beside it only where somebody chose one.
    """
    chosen = [option] if option else []
    chosen += [record for record in get_short_list(user) if record.kind in OPTIONS]
    found = list(chosen)
    if about is not None and about.kind == RecordKind.CHALLENGE:
        found += [one.record for one in get_tried(Challenge.objects.get(pk=about.pk), user)]
    elif about is not None:
        projects = Project.objects.visible_to(user).filter(in_programme=about.pk).values("pk")
        models = PracticeModel.objects.filter(projects__in=projects).values("pk")
        visible = Record.objects.visible_to(user).filter(Q(pk__in=models) | Q(pk__in=projects))
        found += visible.order_by("kind", "title")
    offered = {record.pk: record for record in found}
    for project in _find_counted_with_a_model(offered) - {record.pk for record in chosen}:
        del offered[project]
    return list(offered.values())[:MOST_OFFERED]


def _find_counted_with_a_model(offered: Collection[int]) -> set[int]:
    """Of these, the projects whose results are among those of a model that is one of these too."""
    through: Any = Project.models_used.through
    models_of: dict[int, set[int]] = defaultdict(set)
    for project, model in through.objects.filter(project__in=offered).values_list("project_id", "practicemodel_id"):
        models_of[project].add(model)
    return {project for project, models in models_of.items() if len(models) == 1 and models <= set(offered)}


def get_measures(keys: Iterable[str]) -> list[IndicatorDefinition]:
    """Those that still exist."""
    wanted = set(keys)
    return [measure for measure in get_definitions() if measure.key in wanted]


# --- What is taken down ------------------------------------------------------------------------


def take_snapshot(
    *,
    about: Record | None,
    options: Sequence[Record],
    place: Place | None,
    measures: Iterable[str],
    user: Reader,
    on: date,
) -> dict[str, Any]:
    """Official figures of today, and the slugs of what `user` may see of the options and of the needs behind it."""
    known = find_known(options, Record.objects.visible_to(user))
    return {
        "taken_on": on.isoformat(),
        **take_figures(place, measures),
        "chart": take_chart(place, measures),
        "claims": {record.slug: [claim.slug for claim in known[record.pk].claims] for record in options},
        "behind": {record.slug: known[record.pk].list_slugs() for record in options},
        "needs": _get_needs(about, user) if about is not None else [],
    }


def renew_snapshot(
    paper: Paper, *, measures: Iterable[str], options: Sequence[str], user: Reader, on: date
) -> dict[str, Any]:
    """As above for a paper that is there; what `user` may not see of it stays as somebody else took it down."""
    visible = Record.objects.visible_to(user)
    chosen = {record.slug: record for record in visible.filter(slug__in=options)}
    about = visible.filter(pk=paper.about_id).first()
    fresh = take_snapshot(
        about=about, options=list(chosen.values()), place=paper.place, measures=measures, user=user, on=on
    )
    for name in OF_OPTIONS:
        before = paper.snapshot.get(name, {})
        fresh[name] |= {slug: before.get(slug, []) for slug in options if slug not in chosen}
    if about is None:
        fresh["needs"] = paper.snapshot.get("needs", [])
    return fresh


def take_figures(place: Place | None, measures: Iterable[str]) -> dict[str, Any]:
    """The newest figures of a council beside its neighbours and England, each with its release."""
    wanted = get_measures(measures)
    if place is None or not wanted:
        return {"figures": [], "neighbours": "", "missing": [], "stopped": [], "weekly_cost": None}
    found = get_local_figures(place, wanted)
    rows = [
        {
            "measure": row.definition.key,
            "name": row.definition.title,
            "title": row.definition.short_title,
            "unit": row.unit,
            "year": row.year,
            "own": row.own.text,
            "mark": row.own.mark,
            "neighbours": row.neighbours,
            "england": row.england,
            "trend": row.trend,
            "source": found.sources[row.definition.key],
        }
        for row in found.rows
    ]
    return {
        "figures": rows,
        "neighbours": f"{found.model.publisher}, {found.model}" if found.model else "",
        "missing": [measure.title for measure in found.missing],
        "stopped": found.stopped_words,
        "weekly_cost": take_weekly_cost(place),
    }


def take_chart(place: Place | None, measures: Iterable[str]) -> dict[str, Any] | None:
    """The years of the first measure that has figures of more than one, beside neighbours, region and England."""
    if place is None:
        return None
    known = {definition.key: definition for definition in get_definitions()}
    for definition in (known[key] for key in measures if key in known):
        table = get_local_series(place, definition)
        if definition.stops is None and sum(value is not None for _, value in table.lines[0][1]) >= FEWEST_YEARS:
            return {
                "measure": definition.key,
                "title": definition.title,
                "sentence": describe_series(place, definition, table),
                "lines": [[name, [[year, _round(value)] for year, value in line]] for name, line in table.lines],
                "gaps": [list(gap) for gap in table.gaps],
                "heads": table.heads,
                "rows": [[year, [[cell.text, cell.mark] for cell in cells]] for year, cells in table.rows],
                "source": "; ".join(f"{publisher}, {releases}" for publisher, releases in table.sources),
            }
    return None


def _round(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.10g}")


def take_weekly_cost(place: Place) -> dict[str, Any] | None:
    """What a child looked after costs a week there, as published; for whoever states what doing nothing costs."""
    found = get_local_figures(place, get_measures([WEEKLY_COST]))
    if not found.rows or not found.rows[0].own.text:
        return None
    row = found.rows[0]
    return {"pounds": float(row.own.text.replace(",", "")), "year": row.year, "source": found.sources[WEEKLY_COST]}


def _get_needs(about: Record, user: Reader) -> list[str]:
    """Needs from which a challenge comes."""
    found = _find_needs(about, Record.objects.visible_to(user))
    return list(found.order_by("title", "pk").values_list("slug", flat=True))


def _find_needs(about: Record, readable: QuerySet[Record]) -> QuerySet[Record]:
    ties = Tie.objects.filter(source=about, relation=Relation.COMES_FROM, target__kind=RecordKind.NEED)
    return readable.filter(pk__in=ties.values("target"))


# --- What is read again ------------------------------------------------------------------------


@dataclass(frozen=True)
class Option:
    """One option as somebody may read it; its letter is the same for every reader."""

    letter: str
    record: Record
    known: KnownAbout  # as it was taken down
    now: KnownAbout  # as it is today, for what the paper says is not there

    @property
    def is_fictional(self) -> bool:
        return isinstance(self.record, Project) and any(place.is_fictional for place in self.record.places.all())


@dataclass(frozen=True)
class Material:
    """What a paper speaks of, as far as somebody may read it."""

    about: Record | None
    options: list[Option]
    needs: list[Need]
    has_newer_needs: bool  # linked since the paper's figures were taken
    hidden_options: int
    withdrawn_options: list[str]  # their letters
    hides_claims: bool

    @property
    def is_whole(self) -> bool:
        """Whether it holds all that is there; what was withdrawn is there no more."""
        return not (self.hidden_options or self.hides_claims)


def get_public() -> RecordQuerySet:
    return Record.objects.published().filter(sharing=Sharing.PUBLIC)


def get_readable_by_all(paper: Paper) -> RecordQuerySet:
    """What everybody who may see the paper may read too: a file is one for all of them.

    While a paper is its team's alone, that is what the team has and what its organisation shares. A moderator who looks
    at a report about the paper sees less, so while a report is open the file holds what is public.
    """
    is_for_others = (paper.live and paper.sharing != Sharing.TEAM) or paper.reports.open().of_faults().exists()
    if paper.team_id is None or is_for_others or not _is_in_team(paper):
        return get_public()
    shared = Q(live=True, sharing=Sharing.ORGANISATION, organisation=paper.organisation_id)
    public = Q(live=True, sharing=Sharing.PUBLIC)
    return Record.objects.filter(public | shared | Q(team=paper.team_id), withdrawn_at=None)


def _is_in_team(paper: Paper) -> bool:
    """Its author goes on seeing it after leaving the team, and sees less of the rest than the team does."""
    if paper.author_id is None:
        return True
    inside = TeamMembership.objects.filter(team=paper.team_id, membership__user=paper.author_id)
    return inside.filter(membership__state=Membership.State.ACTIVE).exists()


def get_material(paper: Paper, readable: QuerySet[Record]) -> Material:
    """Of what the snapshot names, only what is among `readable` today."""
    slugs = _list_slugs(paper)
    found = {record.slug: record for record in readable.filter(slug__in=slugs)}
    gone = find_withdrawn(slugs)
    options = _get_options(paper, found, readable)
    missing = {slug: paper.letter_of[slug] for slug in paper.options if slug not in found}
    about = readable.filter(pk=paper.about_id).first() if paper.about_id else None
    needs = Need.objects.filter(slug__in=[slug for slug in paper.snapshot.get("needs", []) if slug in found])
    return Material(
        about=about.get_specific() if about else None,
        options=options,
        needs=list(needs.order_by("title", "pk")),
        has_newer_needs=about is not None and not needs and _find_needs(about, readable).exists(),
        hidden_options=sum(slug not in gone for slug in missing),
        withdrawn_options=[letter for slug, letter in missing.items() if slug in gone],
        hides_claims=any(
            slug not in found and slug not in gone
            for option in options
            for slug in paper.snapshot.get("claims", {}).get(option.record.slug, [])
        ),
    )


def _list_slugs(paper: Paper) -> list[str]:
    behind = [slug for name in OF_OPTIONS for slugs in paper.snapshot.get(name, {}).values() for slug in slugs]
    return [*paper.options, *behind, *paper.snapshot.get("needs", [])]


def _get_options(paper: Paper, found: dict[str, Record], readable: QuerySet[Record]) -> list[Option]:
    chosen = [slug for slug in paper.options if slug in found]
    specific = {
        record.slug: record
        for model in (PracticeModel, Project.objects.prefetch_related("places"), Method)
        for record in (model if isinstance(model, QuerySet) else model.objects).filter(slug__in=chosen)
    }
    known = find_known(specific.values(), readable)
    options = []
    letters = paper.letter_of
    for slug in paper.options:
        if slug in specific:
            now = known[specific[slug].pk]
            taken = {one for name in OF_OPTIONS for one in paper.snapshot.get(name, {}).get(slug, [])}
            options.append(Option(letters[slug], specific[slug], now.only(taken), now))
    return options


def get_not_public(paper: Paper) -> list[str]:
    """Slugs of what the paper speaks of and not everybody may read."""
    slugs = {*_list_slugs(paper), *Record.objects.filter(pk=paper.about_id).values_list("slug", flat=True)}
    public = set(get_public().filter(slug__in=slugs).values_list("slug", flat=True))
    return [slug for slug in slugs - find_withdrawn(slugs) if slug not in public]


def find_withdrawn(slugs: Iterable[str]) -> set[str]:
    return set(Record.objects.filter(slug__in=slugs, withdrawn_at__isnull=False).values_list("slug", flat=True))


def get_papers_with(record: Record) -> QuerySet[Paper]:
    """Papers that speak of a record today; a slug in quotes is found in a list on every database."""
    named = f'"{record.slug}"'
    return Paper.objects.filter(Q(options__icontains=named) | Q(snapshot__icontains=named) | Q(about=record.pk))


def get_papers_that_ever_had(record: Record) -> QuerySet[Paper]:
    """The same with those that speak of it in a draft or in their history only."""
    kind = ContentType.objects.get_for_model(Paper)
    earlier = Revision.objects.filter(content_type=kind, content__icontains=f'"{record.slug}"')
    ids = {int(number) for number in earlier.values_list("object_id", flat=True)}
    return Paper.objects.filter(Q(pk__in=ids) | Q(pk__in=get_papers_with(record).values("pk")))
