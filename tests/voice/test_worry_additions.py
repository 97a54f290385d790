"""What goes past somebody, what is deleted when two confirm, and what is added later."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cairn.common.operations import ledger
from cairn.notices.models import Notice
from cairn.voice import services
from cairn.voice.models import SafeguardingConcern
from cairn.voice.policies import UnableToConfirm, UnableToSend
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, join, make_organisation
from tests.factories.voice import make_concern, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
WORDS = "Planted-words about somebody"


@pytest.fixture
def lead():
    return make_post()


@pytest.fixture
def deputy():
    return make_post("deputy")


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


def send(organisation, **given):
    return Client().post(reverse("voice:tell", args=[organisation.slug]), {"words": WORDS, "contact": "", **given})


def told(kind="concern.sent"):
    return set(Notice.objects.filter(kind=kind).values_list("user", flat=True))


def readers(concern, *posts):
    return [
        post.role
        for post in posts
        if SafeguardingConcern.objects.readable_by(post.membership.user).filter(pk=concern.pk).exists()
    ]


@pytest.mark.parametrize(("about", "expected"), [("", ["lead", "deputy"]), ("lead", ["deputy"]), ("deputy", ["lead"])])
def test_worry_about_one_of_the_two_goes_past_them(lead, deputy, about, expected):
    assert send(lead.organisation, about=about).status_code == 200
    concern = SafeguardingConcern.objects.get()
    assert readers(concern, lead, deputy) == expected
    assert told() == {post.membership.user_id for post in (lead, deputy) if post.role in expected}
    for post in (lead, deputy):
        page = log_in(post.membership.user).get(reverse("voice:concern", args=[concern.key]))
        assert page.status_code == (200 if post.role in expected else 404)


def test_whom_it_is_about_reads_nothing_in_another_post_either(lead, deputy):
    send(lead.organisation, about="lead")
    concern, person = SafeguardingConcern.objects.get(), lead.membership
    lead.delete()
    deputy.delete()
    moved = make_post("deputy", user=person.user, organisation=person.organisation)
    next_one = make_post("lead", organisation=person.organisation)
    assert readers(concern, next_one, moved) == ["lead"]


def test_worry_about_the_only_one_on_duty_is_not_kept(lead):
    page = send(lead.organisation, about="lead").content.decode()
    assert "No one at Otterdale Council is on duty" in page
    assert WORDS in page
    assert not SafeguardingConcern.objects.exists()


def test_coordinator_whom_it_is_about_is_not_reminded_of_it(lead, deputy):
    person = lead.membership
    person.role = "coordinator"
    person.save()
    send(lead.organisation, about="lead")
    concern = SafeguardingConcern.objects.get()
    for number in range(1, 4):
        services.chase_unopened(at=concern.sent_at.replace(year=concern.sent_at.year + number))
    assert person.user_id not in told("concern.unopened")
    assert deputy.membership.user_id in told("concern.unopened")


def test_words_go_at_once_when_both_confirm_the_same_reference(lead, deputy):
    concern = make_concern(lead.organisation, opened_at=NOON)
    for post, is_cleared in ((lead, False), (deputy, True)):
        client = log_in(post.membership.user)
        page = client.post(reverse("voice:confirm-recorded", args=[concern.key]), {"reference": "CS-114"}, follow=True)
        assert ("You both confirmed it" in page.content.decode()) is is_cleared
        concern.refresh_from_db()
        assert bool(concern.words) is not is_cleared
    assert (concern.contact, concern.reference, concern.done) == ("", "", "")
    assert None not in (concern.closed_at, concern.cleared_at, concern.sent_at)
    SafeguardingConcern.objects.filter(pk=concern.pk).update(words=WORDS, cleared_at=None)
    ledger.replay(ledger.read(settings.LEDGER).entries)
    concern.refresh_from_db()
    assert concern.words == ""


def test_one_who_confirms_twice_is_not_two(lead, deputy):
    concern = make_concern(lead.organisation, opened_at=NOON)
    for _ in range(2):
        assert not services.confirm_recorded(concern=concern, reference="CS-114", by=lead.membership.user, at=NOON)
    concern.refresh_from_db()
    assert concern.words


def test_other_reference_deletes_nothing(lead, deputy):
    concern = make_concern(lead.organisation, opened_at=NOON)
    services.confirm_recorded(concern=concern, reference="CS-114", by=lead.membership.user, at=NOON)
    with pytest.raises(UnableToConfirm, match="different reference"):
        services.confirm_recorded(concern=concern, reference="CS-115", by=deputy.membership.user, at=NOON)
    concern.refresh_from_db()
    assert concern.words


def test_what_nobody_has_read_cannot_be_confirmed(lead):
    with pytest.raises(UnableToConfirm, match="Read it first"):
        services.confirm_recorded(concern=make_concern(), reference="CS-114", by=lead.membership.user, at=NOON)


def test_what_was_deleted_cannot_be_confirmed_again(lead):
    concern = make_concern(opened_at=NOON, closed_at=NOON, cleared_at=NOON, words="", contact="")
    with pytest.raises(UnableToConfirm, match="deleted already"):
        services.confirm_recorded(concern=concern, reference="CS-114", by=lead.membership.user, at=NOON)


def test_nobody_else_confirms(lead):
    concern = make_concern(lead.organisation, opened_at=NOON)
    other = make_post(organisation=make_organisation("Brindlebridge Council"))
    for user in (UserFactory(), other.membership.user):
        page = log_in(user).post(reverse("voice:confirm-recorded", args=[concern.key]), {"reference": "CS-114"})
        assert page.status_code == 404


def test_who_takes_over_sees_everything_open(lead):
    concern = make_concern(lead.organisation, opened_at=NOON)
    lead.delete()
    assert readers(concern, make_post()) == ["lead"]


def test_addition_goes_to_the_same_people_and_opens_nothing_again(lead, deputy):
    sender = UserFactory()
    join(sender, lead.organisation)
    cleared = {"opened_at": NOON, "closed_at": NOON, "cleared_at": NOON, "words": "", "contact": ""}
    first = make_concern(lead.organisation, sender=sender, about=lead.membership.user, **cleared)
    address = reverse("voice:add-to-concern", args=[first.key])
    assert address in log_in(sender).get(reverse("voice:safety")).content.decode()
    assert "Sent" in log_in(sender).post(address, {"words": WORDS, "contact": ""}).content.decode()
    added = SafeguardingConcern.objects.exclude(pk=first.pk).get()
    assert (added.adds_to, added.about, added.words) == (first, first.about, WORDS)
    assert readers(added, lead, deputy) == ["deputy"]
    assert told() == {deputy.membership.user_id}
    first.refresh_from_db()
    assert (first.words, first.cleared_at) == ("", NOON)


def test_only_the_sender_adds(lead):
    concern = make_concern(lead.organisation, sender=UserFactory())
    other = UserFactory()
    assert log_in(other).get(reverse("voice:add-to-concern", args=[concern.key])).status_code == 404
    with pytest.raises(UnableToSend):
        services.add_to_concern(concern=concern, words=WORDS, contact="", by=other, at=NOON)
