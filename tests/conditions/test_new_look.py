"""A change of leader, or of something else, calls for a new look: on the desk and by mail, until people were asked."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from cairn.conditions.desk import find_looks
from cairn.conditions.models import NewLook
from cairn.conditions.services import call_for_new_look, change_leader
from cairn.library.models import Project
from cairn.notices.models import Notice
from cairn.notices.services import send_waiting
from cairn.records.models import Record
from tests.factories.accounts import UserFactory
from tests.factories.conditions import make_groundwork
from tests.factories.records import NOON, make_record
from tests.factories.reflections import COUNCIL, make_closed, make_profile, open_round

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
REASON = "There is a new leader."


@pytest.fixture
def project():
    return Record.objects.get(pk=make_record(Project, title="Key workers").pk)


def test_a_new_leader_is_on_the_desk_of_those_who_may_ask_again(project):
    call_for_new_look(project, REASON, NOON)
    assert [(item.title, item.action) for item in find_looks(project.author)] == [
        ("Key workers", f"{REASON} Ask people again what helps and what gets in the way")
    ]
    assert find_looks(project.author)[0].url == f"{reverse('conditions:new-reflection')}?about={project.slug}"
    assert find_looks(UserFactory()) == []


def test_it_leads_to_the_reflection_that_is_there_and_ends_when_a_round_opens(project):
    profile = make_profile(project.author, about=project)
    make_closed(profile, {COUNCIL: 4})
    call_for_new_look(project, REASON, NOON)
    assert find_looks(project.author)[0].url == profile.get_absolute_url()
    open_round(profile, at=NOON + timedelta(days=1), reason=REASON)
    assert find_looks(project.author) == []
    assert NewLook.objects.get().done_at == NOON + timedelta(days=1)


def test_a_leader_who_changes_after_the_start_calls_for_it():
    """Recorded where the team keeps what it settled before the start; whoever may change the project is asked."""
    groundwork = make_groundwork()
    change_leader(
        record=groundwork, was="A head", now="Another", reason="Retired", on=NOON.date(), by=groundwork.author, at=NOON
    )
    look = NewLook.objects.get()
    assert (look.record_id, look.reason) == (groundwork.about_id, REASON)
    assert [item.title for item in find_looks(groundwork.author)] == [groundwork.about.title]


def test_called_twice_it_waits_once(project):
    first = call_for_new_look(project, REASON, NOON)
    assert call_for_new_look(project, REASON, NOON + timedelta(hours=1)) == first
    assert call_for_new_look(project, "The target group has changed.", NOON) != first


def test_the_writers_are_told(project, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        call_for_new_look(project, REASON, NOON)
    assert set(Notice.objects.filter(kind="reflection.look").values_list("user", flat=True)) >= {project.author_id}
    send_waiting(frequency="immediate", at=NOON)
    told = [one for one in mail.outbox if one.to == [project.author.email]]
    assert any("Time to review what helps: Key workers" in one.subject + one.body for one in told)


def test_the_desk_asks_once_whatever_waits(project, django_assert_num_queries):
    call_for_new_look(project, REASON, NOON)
    find_looks(project.author)
    with django_assert_num_queries(3):  # two of them what the reader belongs to
        find_looks(project.author)
