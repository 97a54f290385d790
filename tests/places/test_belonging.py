"""What somebody belongs to is remembered while one page is read, and no longer."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cairn.accounts.permissions import Permission
from cairn.places.middleware import BelongingCacheMiddleware
from cairn.places.models import Membership
from cairn.places.queries.belonging import get_belonging
from cairn.records.models import Record
from tests.factories.accounts import give_site_role
from tests.factories.records import join, make_circle, make_organisation, make_record, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def answer(method, view):
    return BelongingCacheMiddleware(view)(getattr(RequestFactory(), method)("/"))


def test_holds_what_is_active_and_nothing_of_others(user, other_user):
    council, asked = make_organisation(), make_organisation("Brindlebridge Council")
    team, others = make_team(council), make_team(council, "Other team")
    join(user, council, role="coordinator", team=team)
    Membership.objects.create(user=user, organisation=asked, asked_at=user.created_at)
    circle = make_circle(user)
    join(other_user, council, team=others)
    make_circle(other_user, name="Theirs")
    own = get_belonging(user)
    assert (own.roles, own.teams, own.circles, own.site_roles) == (
        {council.pk: "coordinator"},
        [team.pk],
        [circle.pk],
        [],
    )
    assert own.get_organisations_allowing(Permission.MEMBERS_MANAGE) == [council.pk]
    assert get_belonging(other_user).get_organisations_allowing(Permission.MEMBERS_MANAGE) == []


def test_site_role_counts_with_a_second_step_only(user, other_user):
    give_site_role(user, "moderator")
    give_site_role(other_user, "moderator")
    other_user.authenticator_set.all().delete()
    assert get_belonging(user).may_on_the_site(Permission.REPORTS_ANSWER)
    assert not get_belonging(other_user).may_on_the_site(Permission.REPORTS_ANSWER)


@pytest.mark.parametrize(("method", "queries"), [("get", 1), ("head", 1), ("post", 3)])
def test_is_asked_once_while_a_page_is_read_and_each_time_by_what_changes_something(
    user, method, queries, django_assert_num_queries
):
    def view(request):
        for _ in range(3):
            get_belonging(user)
        return HttpResponse()

    with django_assert_num_queries(queries):
        answer(method, view)


def test_two_people_on_one_page_are_not_taken_for_each_other(user, other_user):
    council = make_organisation()
    join(user, council)
    found = []

    def view(request):
        found.extend(get_belonging(person).organisations for person in (user, other_user, user))
        return HttpResponse()

    answer("get", view)
    assert found == [[council.pk], [], [council.pk]]


def test_nothing_is_remembered_from_one_page_to_the_next_even_after_an_error(user):
    council = make_organisation()
    membership = join(user, council)
    record = make_record(sharing="organisation")
    seen = []

    def view(request):
        seen.append(Record.objects.visible_to(user).filter(pk=record.pk).exists())
        if len(seen) == 1:
            raise ValueError("It went wrong.")
        return HttpResponse()

    with pytest.raises(ValueError, match="It went wrong"):
        answer("get", view)
    membership.delete()
    answer("get", view)
    assert seen == [True, False]
    join(user, council)
    assert Record.objects.visible_to(user).filter(pk=record.pk).exists()


def test_what_is_joined_in_a_request_that_changes_something_counts_at_once(user):
    council = make_organisation()
    record = make_record(sharing="organisation")
    seen = []

    def view(request):
        seen.append(Record.objects.visible_to(user).filter(pk=record.pk).exists())
        join(user, council)
        seen.append(Record.objects.visible_to(user).filter(pk=record.pk).exists())
        return HttpResponse()

    answer("post", view)
    assert seen == [False, True]
