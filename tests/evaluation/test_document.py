"""The stored result has the shape that its type says: nothing is missing, nothing is there that no reader knows of."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from cairn.common.canonical import to_canonical_json
from cairn.evaluation import analysis
from cairn.evaluation.models.document import ResultDocument
from cairn.evaluation.models.specification import PlanSpecification
from tests.evaluation.simulated import answer_once

MEASURES = ("cla_rate", "repeat_plan_pct")
PLANTED = PlanSpecification("F002", "cla_rate", date(2018, 6, 1), -1, 10.0)


def find_faults(value: Any, hint: Any, where: str = "document") -> Iterator[str]:
    """Where a value of JSON is not what its type says."""
    if is_typeddict(hint):
        if not isinstance(value, dict):
            yield f"{where} is {value!r}"
            return
        parts = get_type_hints(hint)
        yield from (f"{where} lacks {key}" for key in sorted(hint.__required_keys__ - value.keys()))
        yield from (f"{where} has {key}, which no type names" for key in sorted(value.keys() - parts.keys()))
        for key in value.keys() & parts.keys():
            yield from find_faults(value[key], parts[key], f"{where}.{key}")
    elif get_origin(hint) is UnionType:
        faults = [list(find_faults(value, one, where)) for one in get_args(hint)]
        if all(faults):
            yield from min(faults, key=len) if value is not None else faults[0]
    elif get_origin(hint) is list:
        if not isinstance(value, list):
            yield f"{where} is {value!r}"
            return
        for one in value:
            yield from find_faults(one, get_args(hint)[0], f"{where}[]")
    elif get_origin(hint) is dict:
        if not isinstance(value, dict):
            yield f"{where} is {value!r}"
            return
        for one in value.values():
            yield from find_faults(one, get_args(hint)[1], f"{where}[]")
    elif not (type(value) is hint or (hint is float and type(value) is int)):
        yield f"{where} is {value!r}, and should be {hint}"


def as_stored(document: Any) -> Any:
    return json.loads(to_canonical_json(document))


@pytest.mark.django_db
@pytest.mark.usefixtures("nation")
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"harm_measure": "repeat_plan_pct"},
        {"measure": "repeat_plan_pct"},
        {"start": date(2024, 6, 1)},
        {"start": date(2012, 6, 1)},
        {"is_national_reform": True},
        {"measure": "cin_rate"},
    ],
    ids=["found", "harm", "percentage", "too-early", "too-late", "reform", "no-figures"],
)
def test_answer_has_the_shape_that_its_type_says(changes):
    specification = replace(PLANTED, **changes)
    document = as_stored(analysis.answer(specification) if changes else answer_once(specification))
    assert sorted(set(find_faults(document, ResultDocument))) == []


def test_a_part_that_is_missing_unknown_or_of_another_type_is_found():
    plan = PLANTED.to_document()
    document: dict[str, Any] = dict.fromkeys(ResultDocument.__required_keys__) | {"plan": plan}
    about_plan = ("document.plan ", "document.plan.")
    assert not any(fault.startswith(about_plan) for fault in find_faults(document, ResultDocument))
    plan |= {"direction": "down", "colour": "red"}
    del plan["start"]
    faults = [fault for fault in find_faults(document, ResultDocument) if fault.startswith(about_plan)]
    assert sorted(faults) == [
        "document.plan has colour, which no type names",
        "document.plan lacks start",
        "document.plan.direction is 'down', and should be <class 'int'>",
    ]
