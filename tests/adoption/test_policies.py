"""When it is looked whether something lasts, rule by rule."""

from datetime import date, timedelta

import pytest

from cairn.adoption import policies
from cairn.adoption.models import Embedding, EmbedReview
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from tests.rules import may

DUE = date(2026, 11, 24)


def test_projects_and_uses_of_a_model_are_looked_at():
    looked_at = {kind for kind in RecordKind.values if may(policies.check_can_start, Record(kind=kind))}
    assert looked_at == {"project", "adoption"}


@pytest.mark.parametrize(("days", "allowed"), [(-31, False), (-30, True), (0, True), (400, True)])
def test_a_look_is_taken_a_month_early_at_most(monkeypatch, days, allowed):
    monkeypatch.setattr(Embedding, "get_due", lambda self, when: DUE)
    day, answers = DUE + timedelta(days=days), {"leadership": "in_place"}
    later = next(when for when in EmbedReview.When.values if when != EmbedReview.When.START)
    assert may(policies.check_can_review, Embedding(), later, answers, day=day) is allowed
    assert may(policies.check_can_review, Embedding(), EmbedReview.When.START, answers, day=day)
    assert not may(policies.check_can_review, Embedding(), later, {}, day=day)
