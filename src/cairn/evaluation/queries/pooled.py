"""A model over all its councils: its list, its results, and what changed between two of them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from cairn.adoption.queries.sites import UseSite, get_sites
from cairn.evaluation.models import EvaluationState, ModelPlan, ModelResult, ModelRun
from cairn.evaluation.models.specification import ListedSite, ModelSpecification
from cairn.library.models import PracticeModel
from cairn.notices.queries import QueuePlace, find_place

WORK_OUT_MODEL = "cairn.evaluation.tasks.work_out_model"  # as the queue calls it


def read_list(model: PracticeModel) -> tuple[ListedSite, ...]:
    """Every council recorded as using a model, as everybody may see it; fictional ones with a fictional model only.

    Of a council with two records of the same use, the one that is confirmed counts, then the earlier start.
    """
    found: dict[str, ListedSite] = {}
    sites = [_list(one) for one in get_sites(model, fictional=model.is_fictional)]
    for site in sorted(sites, key=lambda one: (not one.confirmed_by, one.first or date.max)):
        found.setdefault(site.place, site)
    return tuple(found[code] for code in sorted(found))


def _list(site: UseSite) -> ListedSite:
    return ListedSite(
        place=site.place.code,
        name=site.place.name,
        first=site.first,
        last=site.last,
        stop=site.stop,
        confirmed_by=site.confirmed_by,
        who_confirms=site.who_confirms,
        parts_only=site.parts_only,
        counted_with=site.counted_with.code if site.counted_with else "",
        fidelity=site.fidelity,
    )


def get_latest_plan(model: PracticeModel) -> ModelPlan | None:
    return ModelPlan.objects.filter(practice_model=model).order_by("-version").first()


def get_latest_plans() -> QuerySet[ModelPlan]:
    """The newest list of every model that is not withdrawn."""
    newer = ModelPlan.objects.filter(practice_model=OuterRef("practice_model"), version__gt=OuterRef("version"))
    return ModelPlan.objects.filter(~Exists(newer), practice_model__live=True).order_by("pk")


def find_run_place(run: ModelRun | None) -> QueuePlace | None:
    """None where no job will do this: it is done, has failed, or was lost."""
    if run is None or run.state != EvaluationState.WAITING:
        return None
    return find_place(WORK_OUT_MODEL, run.pk)


@dataclass(frozen=True)
class ShownMeasure:
    """The newest result of a measure, the one before, and every other; these without their documents."""

    result: ModelResult
    before: ModelResult | None
    earlier: list[ModelResult]


@dataclass(frozen=True)
class Shown:
    """The newest list that was worked out, with its measures in the order of the list."""

    plan: ModelPlan
    measures: list[ShownMeasure]


def find_shown(model: PracticeModel) -> Shown | None:
    """While a newer list is worked out for the first time, the one before it is shown."""
    ended = ModelRun.objects.filter(plan=OuterRef("pk")).exclude(state=EvaluationState.WAITING)
    there = ModelResult.objects.filter(plan=OuterRef("pk"))
    plans = ModelPlan.objects.filter(Exists(ended), Exists(there), practice_model=model)
    plan = plans.order_by("-version").first()
    if plan is None:
        return None
    rows = ModelResult.objects.filter(plan__practice_model=model, plan__version__lte=plan.version)
    by_measure: dict[str, list[ModelResult]] = {}
    for row in rows.defer("document").select_related("plan").order_by("-plan__version", "-confirmed_at", "-pk"):
        by_measure.setdefault(row.measure, []).append(row)
    keys = [one.measure for one in ModelSpecification.from_text(plan.document).measures]
    listed = [by_measure[key] for key in keys if key in by_measure and by_measure[key][0].plan_id == plan.pk]
    # Two documents of each measure are read; the others may be many.
    read = ModelResult.objects.select_related("plan").in_bulk([row.pk for same in listed for row in same[:2]])
    return Shown(
        plan,
        [ShownMeasure(read[same[0].pk], read[same[1].pk] if len(same) > 1 else None, same[1:]) for same in listed],
    )
