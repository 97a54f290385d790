"""The checksum of a plan says exactly what was planned."""

from dataclasses import fields, replace
from datetime import date

from cairn.common.canonical import sha256_of
from cairn.evaluation.models.specification import PlanSpecification
from tests.cases import each
from tests.factories.evaluation import SPECIFICATION

CHANGES = {
    "place": "F003",
    "measure": "cpp_rate",
    "start": date(2018, 7, 1),
    "direction": 1,
    "smallest_change": 10.5,
    "harm_measure": "cin_rate",
    "what_was_started": "Family Safeguarding",
    "last_year": 2024,
    "excluded": ("F009",),
    "is_national_reform": True,
    "about": "night-line",
}


def test_text_of_a_specification_is_fixed():
    """An accidental change here would change the checksum of every plan that was ever locked."""
    specification = replace(SPECIFICATION, what_was_started="A “new” way", excluded=("F010", "F009"))
    assert specification.to_text() == (
        '{"direction":-1,"excluded":["F009","F010"],"harm_measure":"cpp_rate","is_national_reform":false,'
        '"last_year":null,"measure":"cla_rate","place":"F002","smallest_change":10.0,"start":"2018-06-01",'
        '"what_was_started":"A “new” way"}'
    )
    assert specification.sha256 == sha256_of(specification.to_text())


@each("name", [field.name for field in fields(PlanSpecification)])
def test_checksum_with_another_answer_is_another(name):
    assert replace(SPECIFICATION, **{name: CHANGES[name]}).sha256 != SPECIFICATION.sha256


def test_checksums_of_all_changes_differ_from_each_other():
    sums = {replace(SPECIFICATION, **{name: value}).sha256 for name, value in CHANGES.items()}
    assert len(sums) == len(CHANGES) == len(fields(PlanSpecification))


def test_checksum_with_left_out_councils_in_another_order_is_the_same():
    first = replace(SPECIFICATION, excluded=("F009", "F010", "F011"))
    assert replace(SPECIFICATION, excluded=("F011", "F009", "F010")).sha256 == first.sha256


def test_checksum_with_a_whole_number_or_a_decimal_is_the_same():
    assert replace(SPECIFICATION, smallest_change=float("10")).sha256 == SPECIFICATION.sha256
