"""What a paper may be made of, rule by rule."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cairn.papers import policies
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from tests.factories.records import make_draft, make_record
from tests.rules import may


@pytest.mark.parametrize(("number", "allowed"), [(1, False), (2, True), (6, True), (7, False)])
def test_a_paper_has_two_to_six_options(number, allowed):
    assert may(policies.check_number_of_options, number) is allowed


@pytest.mark.parametrize(("number", "allowed"), [(0, True), (8, True), (9, False)])
def test_a_paper_has_up_to_eight_measures(number, allowed):
    assert may(policies.check_number_of_measures, number) is allowed


def test_models_projects_and_methods_are_options():
    good = [Record(kind=kind) for kind in ("practice_model", "project", "method")]
    assert may(policies.check_are_options, good)
    for kind in {*RecordKind.values} - {"practice_model", "project", "method"}:
        assert not may(policies.check_are_options, [*good, Record(kind=kind)])


@pytest.mark.django_db
def test_a_paper_is_about_a_challenge_that_one_sees():
    challenge = make_draft()
    assert may(policies.check_is_about, challenge, challenge.author)
    assert not may(policies.check_is_about, challenge, AnonymousUser())
    assert may(policies.check_is_about, make_record(), AnonymousUser())
    challenge.kind = "need"
    assert not may(policies.check_is_about, challenge, challenge.author)
