"""Lists of councils that use a model, and results of them. No figure here was ever published."""

from datetime import date
from typing import Any

from cairn.evaluation import analysis, services
from cairn.evaluation.analysis import nation
from cairn.evaluation.models import ModelPlan, ModelRun
from cairn.evaluation.models.specification import ListedSite, ModelSpecification
from cairn.library.models import PracticeModel
from cairn.places.models import Place
from tests.factories.adoption import publish_model, publish_use
from tests.factories.evaluation import NOON

STATUS = "starting"


def make_site(place: str, first: date | None = date(2018, 4, 1), **changes: Any) -> ListedSite:
    last = changes.pop("last", first.replace(day=30) if first else None)
    given = {"name": f"Council {place}", "confirmed_by": "council"} | changes
    return ListedSite(place=place, first=first, last=last, **given)


def make_specification(*sites: ListedSite, measures: tuple[str, ...] = ("rereferral_pct",)) -> ModelSpecification:
    return ModelSpecification(
        model="a-model",
        title="A Model",
        is_fictional=True,
        rules=analysis.RULES,
        measures=analysis.list_measures(measures),
        sites=sites,
        draws=499,
    )


def publish_fictional_model(title: str = "Evening visits") -> PracticeModel:
    model = publish_model(title)
    PracticeModel.objects.filter(pk=model.pk).update(is_fictional=True)
    model.refresh_from_db()
    return model


def publish_users(model: PracticeModel) -> None:
    """Those of the demonstration, with the starts that were planted in the fictional nation."""
    places = Place.objects.in_bulk([one.place for one in nation.MODEL_USERS], field_name="code")
    for one in nation.MODEL_USERS:
        moves = [(STATUS, one.started)]
        if one.stopped:
            moves.append(("stopped", one.stopped))
        publish_use(model, *moves, place=places[one.place], confirmed=one.confirmed_by)


def fix(model: PracticeModel, *, measures: tuple[str, ...] = ("rereferral_pct",), **given: Any) -> ModelRun:
    return services.fix_list(model=model, at=given.pop("at", NOON), measures=measures, **given)


def get_plan(model: PracticeModel) -> ModelPlan:
    return ModelPlan.objects.filter(practice_model=model).latest("version")
