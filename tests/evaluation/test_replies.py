"""What outsiders find of a council stays theirs until it had twenty working days; what it finds itself is its own."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from cairn.evaluation import services
from cairn.evaluation.models import Evaluation, EvaluationPlan, RightOfReply
from cairn.evaluation.policies.replies import UnableToReply, check_sharing, get_last_day, needs_reply
from cairn.evaluation.queries import get_plans, get_shown_evaluation
from cairn.evaluation.tasks import end_replies
from cairn.records.enums import Sharing
from cairn.records.policies import UnableToShareRecord
from tests.factories.accounts import UserFactory
from tests.factories.evaluation import NOON, make_document, make_estimate, make_locked_plan
from tests.factories.evaluation import make_result as store
from tests.factories.places import CouncilFactory, FictionalCouncilFactory
from tests.factories.pooled import make_member
from tests.factories.records import join, make_organisation, make_team

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def council():
    return CouncilFactory(name="Otterford")


@pytest.fixture
def outsider():
    """Somebody of a university."""
    found = UserFactory()
    organisation = make_organisation("A University")
    join(found, organisation, team=make_team(organisation, "Evaluators"))
    return found


@pytest.fixture
def plan(outsider, council):
    """Of a council by outsiders, with its result."""
    found = make_locked_plan(outsider, place=council)
    answer(found)
    return found


def answer(plan, change=-0.2, verdict="step_change", *, evaluation=None):
    document = make_document(
        verdict,
        specification=plan.specification(),
        name=plan.place.name,
        is_fictional=False,
        estimate=make_estimate(change=(change, -50.0)),
    )
    if evaluation is None:
        return store(plan, document)
    services.store_result(evaluation=evaluation, document=document, charts={}, at=NOON)
    evaluation.refresh_from_db()
    return evaluation


def test_outsiders_share_nothing_beyond_their_organisation_before_the_council_could_reply(
    plan, outsider, council, monkeypatch
):
    for sharing in (Sharing.CIRCLE, Sharing.PUBLIC):
        with pytest.raises(UnableToShareRecord, match="right to reply"):
            check_sharing(plan, sharing, day=TODAY)
    for sharing in (Sharing.TEAM, Sharing.ORGANISATION):
        check_sharing(plan, sharing, day=TODAY)
    services.ask_for_reply(plan=plan, by=outsider, at=NOON)
    with pytest.raises(UnableToShareRecord, match="moderator has to contact"):
        check_sharing(plan, Sharing.PUBLIC, day=TODAY)
    RightOfReply.objects.update(told_at=NOON, ends_on=get_last_day(TODAY))
    assert RightOfReply.objects.get().ends_on == date(2026, 12, 21)
    with pytest.raises(UnableToShareRecord, match="until 21 December 2026"):
        check_sharing(plan, Sharing.PUBLIC, day=date(2026, 12, 21))
    check_sharing(plan, Sharing.PUBLIC, day=date(2026, 12, 22))
    # Without a day it is asked of today.
    monkeypatch.setattr("cairn.evaluation.policies.replies.localdate", lambda: date(2026, 12, 21))
    with pytest.raises(UnableToShareRecord, match="until 21 December 2026"):
        check_sharing(plan, Sharing.PUBLIC)
    monkeypatch.setattr("cairn.evaluation.policies.replies.localdate", lambda: date(2026, 12, 22))
    check_sharing(plan, Sharing.PUBLIC)


def test_an_evaluation_by_the_council_or_of_a_fictional_one_needs_no_reply(council):
    own = make_member(place=council)
    organisation = own.memberships.get().organisation
    make_team(organisation, "Own", own)
    plan = make_locked_plan(own, place=council)
    assert not needs_reply(plan)
    check_sharing(plan, Sharing.PUBLIC, day=TODAY)
    fictional = make_locked_plan(UserFactory(), place=FictionalCouncilFactory())
    check_sharing(fictional, Sharing.PUBLIC, day=TODAY)
    for one in (plan, fictional):
        with pytest.raises(UnableToReply, match="another council"):
            services.ask_for_reply(plan=one, by=own, at=NOON)


def test_a_draft_is_not_shared_and_a_plan_without_a_result_asks_nobody(outsider, council):
    draft = services.draft_plan(
        author=outsider,
        at=NOON,
        answers={
            "place": council,
            "measure": "cla_rate",
            "start_date": date(2018, 6, 1),
            "direction": -1,
            "smallest_change": 10.0,
        },
    )
    with pytest.raises(UnableToShareRecord, match="Lock the plan first"):
        check_sharing(draft, Sharing.TEAM, day=TODAY)
    waiting = make_locked_plan(outsider, place=council)
    with pytest.raises(UnableToReply, match="Wait for the result"):
        services.ask_for_reply(plan=waiting, by=outsider, at=NOON)


def test_nobody_is_asked_twice_about_the_same_finding(plan, outsider):
    services.ask_for_reply(plan=plan, by=outsider, at=NOON)
    with pytest.raises(UnableToReply, match="already asked"):
        services.ask_for_reply(plan=plan, by=outsider, at=NOON)


def publish(plan):
    """As it stands after the council had its days."""
    RightOfReply.objects.filter(record=plan).update(told_at=NOON, ends_on=NOON.date() - timedelta(days=1))
    EvaluationPlan.objects.filter(pk=plan.pk).update(sharing=Sharing.PUBLIC, live=True)
    services.share_like_plan(plan=plan)
    plan.refresh_from_db()


def ask_again(plan):
    return services.request_evaluation(plan=plan, at=NOON + timedelta(days=400))


def test_a_recomputation_that_changes_the_finding_is_held_back_until_the_council_had_its_days_again(plan, outsider, rf):
    from django.contrib.auth.models import AnonymousUser

    services.ask_for_reply(plan=plan, by=outsider, at=NOON)
    first = plan.evaluations.get()
    publish(plan)
    second = answer(plan, -0.3, evaluation=ask_again(plan))
    assert second.sharing == Sharing.ORGANISATION
    nobody = AnonymousUser()
    assert get_shown_evaluation(plan, nobody) == first
    assert get_shown_evaluation(plan, outsider) == second
    assert get_plans(nobody, examples=False).get().latest_verdict == first.verdict
    right = RightOfReply.objects.latest("pk")
    assert (right.evaluation, right.told_at) == (second, None)
    services.share_like_plan(plan=plan)  # as when somebody shares it again
    end_replies.func()
    assert get_shown_evaluation(plan, nobody) == first
    RightOfReply.objects.filter(pk=right.pk).update(told_at=NOON, ends_on=localdate() - timedelta(days=1))
    end_replies.func()
    assert get_shown_evaluation(plan, nobody) == second


def test_a_recomputation_that_says_the_same_is_read_at_once(plan, outsider):
    from django.contrib.auth.models import AnonymousUser

    services.ask_for_reply(plan=plan, by=outsider, at=NOON)
    publish(plan)
    second = answer(plan, -0.21, evaluation=ask_again(plan))
    assert second.sharing == Sharing.PUBLIC
    assert get_shown_evaluation(plan, AnonymousUser()) == second
    assert RightOfReply.objects.get().evaluation == second


def test_the_council_replies_on_its_page_and_the_reply_is_kept_when_recomputed(plan, outsider, council):
    speaker = make_member(place=council)
    services.ask_for_reply(plan=plan, by=outsider, at=NOON)
    right, own = RightOfReply.objects.get(), Client()
    own.force_login(speaker)
    page = own.get(reverse("evaluation:reply", args=[right.pk])).content.decode()
    assert "Step change" in page
    assert "−20%" in page
    own.post(reverse("evaluation:reply", args=[right.pk]), {"reply": "A home closed."})
    publish(plan)
    answer(plan, -0.3, evaluation=ask_again(plan))
    team = Client()
    team.force_login(outsider)
    text = team.get(plan.get_absolute_url()).content.decode()
    assert "A home closed." in text
    assert "about an earlier result" in text
    assert Evaluation.objects.count() == 2


def test_the_page_of_a_plan_offers_to_ask(plan, outsider):
    client = Client()
    client.force_login(outsider)
    address = reverse("evaluation:ask-for-reply", args=[plan.slug])
    assert address in client.get(plan.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 302
    assert RightOfReply.objects.count() == 0
    text = client.post(address, follow=True).content.decode()
    assert "A moderator will contact the council" in text
    assert "already asked" in client.post(address, follow=True).content.decode()
    stranger = Client()
    stranger.force_login(UserFactory())
    assert stranger.post(address).status_code == 404
