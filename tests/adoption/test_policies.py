"""When it is looked whether something lasts, rule by rule."""

from datetime import date, timedelta

import pytest

from cairn.adoption import policies
from cairn.adoption.models import Embedding, EmbedReview, OwnMeasure
from cairn.library.models import Project
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from tests.factories.accounts import UserFactory
from tests.factories.records import join, make_draft
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


MONTHS, QUARTERS = OwnMeasure(every="month"), OwnMeasure(every="quarter")
THERE = [date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)]


def test_projects_and_uses_of_a_model_have_own_figures():
    having = {kind for kind in RecordKind.values if may(policies.check_has_own_figures, Record(kind=kind))}
    assert having == {"project", "adoption"}


@pytest.mark.parametrize(
    ("measure", "day", "allowed"),
    [
        (MONTHS, date(2026, 4, 30), False),
        (MONTHS, date(2026, 5, 1), True),
        (QUARTERS, date(2026, 6, 30), False),
        (QUARTERS, date(2026, 7, 1), True),
    ],
)
def test_figure_is_taken_once_its_period_is_over(measure, day, allowed):
    assert may(policies.check_has_ended, measure, date(2026, 4, 1), day=day) is allowed
    assert may(policies.check_can_keep, measure, date(2026, 4, 1), [], day=day) is allowed


@pytest.mark.parametrize(
    ("period", "there", "allowed"),
    [
        (date(2026, 4, 2), [], False),
        (date(2020, 1, 1), [], True),
        (date(2026, 1, 1), THERE, False),
        (date(2026, 2, 1), THERE, True),
        (date(2026, 3, 1), THERE, True),
        (date(2026, 5, 1), THERE, True),
        (date(2026, 6, 1), THERE, True),
        (date(2026, 7, 1), THERE, False),
    ],
)
def test_figures_follow_each_other(period, there, allowed):
    assert may(policies.check_can_keep, MONTHS, period, there, day=DUE) is allowed


def test_only_ends_are_deleted():
    assert [may(policies.check_can_delete_figure, MONTHS, one, THERE) for one in THERE] == [True, False, True]


@pytest.mark.parametrize(
    ("ground", "has_run", "fits", "allowed"),
    [
        ("changed", True, True, True),
        ("changed", False, True, False),
        ("changed", True, False, False),
        ("counted", False, True, True),
        ("counted", False, False, False),
    ],
)
def test_new_range_needs_a_lasting_change_or_another_count(ground, has_run, fits, allowed):
    facts = {"has_run": has_run, "fits": fits}
    assert may(policies.check_can_begin_phase, MONTHS, THERE[1], ground, **facts) is allowed


@pytest.mark.django_db
def test_figures_are_shared_by_a_colleague_whose_role_shares():
    project, mate, reader = make_draft(Project), UserFactory(), UserFactory()
    join(mate, project.organisation, team=project.team)
    join(reader, project.organisation, role="reader", team=project.team)
    measure = OwnMeasure(record_id=project.pk, words_by=project.author)
    sharing = {
        who
        for who in (project.author, mate, reader, UserFactory())
        if may(policies.check_can_share_figures, measure, who)
    }
    assert sharing == {mate}
    measure.words_by = None  # whoever wrote them has left
    assert may(policies.check_can_share_figures, measure, project.author)
    Record.objects.filter(pk=project.pk).update(organisation=None, team=None)
    assert not may(policies.check_can_share_figures, OwnMeasure(record_id=project.pk), mate)
