"""What may happen in the library, rule by rule."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cairn.library import policies
from cairn.library.models import PracticeModel, Project, ProjectCoach, ProjectUpdate
from cairn.library.policies import UnableToTell
from cairn.records.models import Record
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.records import NOON, join, make_organisation, make_record, make_team
from tests.rules import may

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize(
    ("kind", "allowed"), [("practice_model", True), ("project", True), ("method", True), ("need", False)]
)
def test_a_short_list_holds_what_can_be_an_option(kind, allowed):
    assert may(policies.check_can_short_list, Record(pk=1, kind=kind), kept=[]) is allowed


@pytest.mark.parametrize(("number", "allowed"), [(19, True), (20, False)])
def test_a_short_list_has_room_for_twenty_and_what_is_on_it_may_stay(number, allowed):
    kept = [Record(pk=10 + each, kind="project") for each in range(number)]
    assert may(policies.check_can_short_list, Record(pk=1, kind="project"), kept=kept) is allowed
    assert may(policies.check_can_short_list, kept[0], kept=kept)


@pytest.mark.parametrize(
    ("moved", "stuck", "needs", "shows", "allowed"),
    [
        ("It moved.", "", "", False, True),
        ("", "It is stuck.", "", False, True),
        ("", "", "Someone to call.", True, True),
        ("", " ", "", False, False),
        ("It moved.", "", " ", True, False),
        ("It moved.", "", "Someone to call.", False, True),
    ],
)
def test_an_update_says_something_and_shows_only_a_need_that_is_there(moved, stuck, needs, shows, allowed):
    assert may(policies.check_update, moved=moved, stuck=stuck, needs=needs, shows_need=shows) is allowed


def test_help_is_offered_by_others_while_it_is_wanted(user, other_user):
    project = make_record(Project, author=user)
    update = ProjectUpdate.objects.create(project=project, made_at=NOON, needs="Someone to call.", shows_need=True)
    assert may(policies.check_can_offer, update, other_user)
    with pytest.raises(UnableToTell, match="your own project"):
        policies.check_can_offer(update, user)
    ProjectUpdate.objects.filter(pk=update.pk).update(shows_need=False)
    with pytest.raises(UnableToTell, match="no longer asks for this"):
        policies.check_can_offer(update, other_user)
    assert may(policies.check_is_asked, ProjectCoach(user=user), user)
    assert not may(policies.check_is_asked, ProjectCoach(user=user), other_user)


def test_an_editor_takes_an_entry_of_nobody_into_the_care_of_their_own_team(user, other_user):
    editor, team, theirs = give_site_role(user, "editor"), make_team(), make_team(name="Theirs")
    join(editor, make_organisation(), team=team)
    entry = PracticeModel(starter_key="a-model", kind="practice_model")
    assert may(policies.check_can_take_into_care, entry, editor, team)
    assert not may(policies.check_can_take_into_care, entry, other_user, team)
    assert not may(policies.check_can_take_into_care, entry, editor, theirs)
    for lacking in (
        PracticeModel(starter_key=None, kind="practice_model"),
        PracticeModel(starter_key="a-model", kind="practice_model", organisation=make_organisation()),
        PracticeModel(starter_key="a-model", kind="practice_model", withdrawn_at=NOON),
        Record(kind="need"),
    ):
        assert not policies.can_take_into_care(lacking, editor)


def test_a_fact_is_checked_by_whoever_may_change_it_and_what_everybody_reads_by_the_editors(user, other_user):
    own = make_record(Project, author=user, sharing="team")
    editor = give_site_role(other_user, "editor")
    stranger = UserFactory()
    assert policies.can_check_fact(own, user)
    assert not policies.can_check_fact(own, AnonymousUser())
    assert not policies.can_check_fact(own, editor), "only the team reads it"
    own.sharing = "public"
    assert policies.can_check_fact(own, editor)
    assert not policies.can_check_fact(own, stranger)
    assert not policies.can_check_fact(own, AnonymousUser())
    own.withdrawn_at = NOON
    assert not any(policies.can_check_fact(own, one) for one in (user, editor, stranger))
