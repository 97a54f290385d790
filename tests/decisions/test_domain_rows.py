"""Rows of the domain research about decisions and design, by their number."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cairn.decisions import services
from cairn.decisions.enums import Lack
from cairn.decisions.models import Decision
from cairn.decisions.policies import UnableToDecide
from cairn.decisions.queries import find_flags, get_flags
from cairn.library.models import Project
from cairn.library.policies import UnableToMove
from cairn.records.models import Record, Tie
from cairn.voice.models import Need
from tests.decisions.test_co_design import log, move
from tests.factories.accounts import client_of
from tests.factories.decisions import WEIGHED, add, add_figure, add_young_people, make_complete, make_decision
from tests.factories.places import CouncilFactory
from tests.factories.records import NOON, approve, make_draft, make_record, share_with_all

pytestmark = pytest.mark.django_db


def read(record, user=None):
    return client_of(user).get(record.get_absolute_url()).content.decode()


def test_row_24_a_stage_without_young_people_is_visible_as_such():
    project = make_record(Project, title="Homes")
    log(project, took=["space", "voice", "audience", "influence"], changed="Each home has a door of its own.")
    log(project, stage="integrating", what="The contract", young_people=0)
    page = read(project)
    assert "Each home has a door of its own." in page
    assert "No young people took part" in page


def test_row_27_from_a_design_decision_one_traces_back_to_a_need_or_reads_that_there_is_none():
    need = make_record(Need, title="A door of one’s own")
    decision = make_record(Decision, title="One flat for each")
    assert "No need of young people or families is linked to this decision." in read(decision)
    Tie.objects.create(source_id=decision.pk, target_id=need.pk, relation="comes_from", made_at=NOON)
    page = read(decision)
    assert "A door of one’s own" in page
    assert "No need of young people or families" not in page


def test_row_28_a_decision_with_voice_but_no_influence_is_flagged():
    decision = make_decision()
    add_young_people(decision)
    assert "Young people were heard, but no one has recorded what it changed." in read(decision, decision.author)
    listed = client_of(decision.author).get(reverse("decisions:decisions") + "?lacks=no-influence").content.decode()
    assert decision.title in listed
    assert Lack.NO_INFLUENCE not in [flag.lack for flag in get_flags(make_complete())]


def test_row_29_a_recruitment_needs_you_said_we_did_before_it_closes():
    given = {"role": "Participation worker", "result": "appointed", "we_did": "She starts in May."}
    decision = make_complete(**WEIGHED, **{**given, "we_did": ""})
    add(decision, "told", who="young_people", group="", how="A visit", told_on="2026-11")
    with pytest.raises(UnableToDecide, match="Write what you did because of it"):
        services.close_recruitment(decision=decision, by=decision.author, at=NOON)
    told = make_complete(**WEIGHED, **given)
    add(told, "told", who="young_people", group="", how="A visit", told_on="2026-11")
    services.close_recruitment(decision=told, by=told.author, at=NOON)
    assert Decision.objects.get(pk=told.pk).closed_at == NOON


def test_row_43_old_figures_are_shown_and_a_decision_without_figures_or_view_is_marked():
    old = make_decision(title="On old figures")
    add_figure(old, year=2020, place=CouncilFactory())
    add_young_people(old)
    page = read(old, old.author)
    assert "One figure behind this decision is out of date." in page
    assert "Out of date" in page
    neither = make_decision(title="On neither")
    assert "is based on neither a young person’s view nor figures" in read(neither, neither.author)
    flags = find_flags([Decision.objects.get(pk=old.pk)], day=date(2020, 6, 1))
    assert Lack.OLD_FIGURES not in [flag.lack for flag in flags[old.pk]]


def test_row_57_a_project_passes_design_with_a_need_or_a_published_reason():
    with_need, with_reason, with_neither = (make_record(Project, title=title) for title in ("A", "B", "C"))
    need = make_record(Need, title="Someone who stays")
    Tie.objects.create(source_id=with_need.pk, target_id=need.pk, relation="comes_from", made_at=NOON)
    project = Record.objects.get(pk=with_reason.pk)
    services.publish_reason(project=project, words="A court ordered it.", by=project.author, at=NOON)
    for passes in (with_need, with_reason):
        move(passes, "developing")
        approve(passes)
        share_with_all(passes)
    with pytest.raises(UnableToMove):
        move(with_neither, "developing")
    assert "Someone who stays" in read(with_need)  # the trace
    published = Client().get(reverse("decisions:without-needs")).content.decode()
    assert "A court ordered it." in published
    assert f'href="{with_need.get_absolute_url()}"' not in published
    assert make_draft(Project).pk
