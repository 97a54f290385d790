"""A target group that could be anyone is refused; a precise one never is."""

import pytest

from cairn.conditions.definitions.groundwork import describe_vague, get_rules
from cairn.conditions.forms.groundwork import GroupForm
from tests.cases import each

FIELDS = ("target_group", "objective")


def list_examples(kind):
    return [(field, text) for field in FIELDS for text in getattr(get_rules(field), kind)]


@each("field,text", list_examples("bad"))
def test_refuses(field, text):
    said = describe_vague(field, text)
    assert said.startswith(f"“{text[:60]}” is too vague. ")
    assert said.endswith(get_rules(field).example)


@each("field,text", [*list_examples("good"), *((field, get_rules(field).example) for field in FIELDS)])
def test_lets_pass(field, text):
    assert describe_vague(field, text) == ""


# What reviewers did not think of when they wrote the lists.
@each(
    "text,is_vague",
    [
        ("The most vulnerable families", True),
        ("FAMILIES", True),
        ("Vulnerable children, young people and families across Greater Manchester", True),
        ("everyone", True),
        ("Young people", True),
        ("families who need extra help", True),
        ("Boys excluded from school", False),
        ("Babies", False),
        ("Families with three or more moves in a year", False),
        ("16- and 17-year-olds in custody", False),
        ("Vulnerable children under 2", False),
        ("Girls", False),
        ("", False),
    ],
)
def test_other_groups(text, is_vague):
    assert bool(describe_vague("target_group", text)) is is_vague


@pytest.mark.parametrize("field", FIELDS)
def test_form_says_what_is_wrong_and_gives_an_example(field):
    text = {"target_group": "everyone who needs it", "objective": "Improve outcomes for children"}[field]
    form = GroupForm({field: text})
    assert get_rules(field).example in form.errors[field][0]
    assert get_rules(field).example in form.fields[field].help_text
