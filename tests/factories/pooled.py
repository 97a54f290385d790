"""Lists of councils that use a model, and results of them. No figure here was ever published."""

import json
from datetime import date
from typing import Any

from cairn.accounts.models import User
from cairn.common.canonical import to_canonical_json
from cairn.evaluation import analysis, services
from cairn.evaluation.analysis import nation
from cairn.evaluation.models import ModelPlan, ModelRun
from cairn.evaluation.models.specification import ListedSite, ModelSpecification
from cairn.evaluation.presenters import draw_pooled
from cairn.indicators.definitions import get_definition
from cairn.library.models import PracticeModel
from cairn.places.models import Place
from tests.factories.accounts import UserFactory
from tests.factories.adoption import publish_model, publish_use
from tests.factories.evaluation import NOON
from tests.factories.records import join, make_organisation

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


def make_member(place: Place, *, role: str = "member") -> User:
    """Somebody of the council of a place."""
    user: User = UserFactory()
    join(user, make_organisation(f"{place.name} Council", place=place), role=role)
    return user


def make_pooled_document(
    specification: ModelSpecification, verdict: str = "improved", **changes: Any
) -> dict[str, Any]:
    """A result as `answer_measure` gives it, small and invented: every council on the list is used."""
    listed = specification.measures[0]
    measure = get_definition(listed.measure)
    sites = [
        {
            "code": site.place,
            "name": site.name,
            "change": -2.0 - number,
            "class": "fall",
            "scale": 0.8,
            "before": [2014, 2015, 2016, 2017, 2018],
            "after": [2019, 2020, 2021],
            "gaps_before": [0.1, -0.2, 0.0, 0.2, -0.1],
            "gaps": [-2.0 - number, -2.5 - number, -1.5 - number],
            "fidelity": None,
        }
        for number, site in enumerate(specification.sites)
    ]
    path = [
        {
            "years_since": since,
            "effect": -2.5 if since > 0 else 0.1,
            "low": -3.5 if since > 0 else -0.8,
            "high": -1.5 if since > 0 else None,
            "usual_low": -0.9,
            "usual_high": 0.9,
            "sites": len(sites),
        }
        for since in range(-4, 4)
    ]
    primary = {
        "change": {"analysis": -2.5, "people": -75.0},
        "low": {"analysis": -3.5, "people": -105.0},
        "high": {"analysis": -1.5, "people": -45.0},
        "p_value": 0.002,
        "detectable": 1.4,
        "places": 140,
        "compared": 140 - len(sites),
        "sites": sites,
        "path": path,
        "next_council": [-6.0, 1.0],
        "between": {"mean": -2.4, "interval": [-3.6, -1.2], "i_squared": 0.4},
        "without_each": {"low": -2.8, "high": -2.1, "lowest_p": 0.001, "highest_p": 0.012},
        "by_fidelity": {"slope": -1.0, "interval": [-3.0, 1.0], "p_value": 0.3},
        "cross_check": {"effect": -2.2, "standard_error": 0.6},
        "checks": [
            {"kind": "in_time", "detail": "1", "result": "passed", "estimate": -0.1, "p_value": 0.7, "reason": ""},
            {
                "kind": "in_time",
                "detail": "2",
                "result": "not_tested",
                "estimate": None,
                "p_value": None,
                "reason": "x",
            },
            {
                "kind": "without_year",
                "detail": "2020",
                "result": "failed",
                "estimate": -1.0,
                "p_value": 0.2,
                "reason": "",
            },
        ],
        "in_pandemic": 1,
        "not_compared": [],
    }
    return {
        "format": "cairn.pooled/1",
        "rules": analysis.RULES,
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
        "software": {"cairn": "0.1.0", "stepchange": "0.1.0"},
        "data": [
            {
                "title": "Figures of the fictional nation",
                "publisher": "Cairn simulation",
                "edition": "to 2025",
                "sha256": "0" * 64,
                "role": "value",
                "years": list(range(2013, 2026)),
            }
        ],
        "finding": {"verdict": verdict, "reasons": ["in_the_direction"]},
        "primary": primary,
        "account": [{"code": site.place, "name": site.name, "state": "used"} for site in specification.sites],
        "sensitivities": [
            {
                "kind": "with_unconfirmed",
                "finding": {"verdict": "not_enough_evidence", "reasons": ["within_usual_variation"]},
                "councils": 5,
                "estimate": {name: primary[name] for name in ("change", "low", "high", "p_value")},
            }
        ],
        "known_programmes": [{"name": "Dun Harrow", "programme": "Another model"}],
    } | changes


def make_evaluated_model(*places: Place, **changes: Any) -> PracticeModel:
    """A fictional model whose one measure has an invented result, with its charts."""
    model = publish_fictional_model()
    sites = [make_site(place.code, name=place.name) for place in places]
    run = fix(model, sites=sites)
    store_pooled(run, **changes)
    return model


def store_pooled(run: ModelRun, **changes: Any) -> dict[str, Any]:
    """What the worker does, with an invented document."""
    specification = ModelSpecification.from_text(run.plan.document)
    document = json.loads(to_canonical_json(make_pooled_document(specification, **changes)))
    services.store_model_result(run=run, document=document, charts=draw_pooled(document), at=NOON)
    services.end_run(run=run, problems=[], at=NOON)
    services.open_rights_of_model(plan=run.plan, documents=[document], at=NOON)
    return document
