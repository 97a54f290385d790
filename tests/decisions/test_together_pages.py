"""What members meet on a phone or with an account, what those who work with a group see, and who sees nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from cairn.common.models import SendCount
from cairn.decisions.enums import Choice, ProposalState
from cairn.decisions.models import Assembly, Ballot, Comment, Decision, Envelope, Meeting, Member, Proposal
from cairn.decisions.services import ballots, proposals, together
from cairn.decisions.views import phones
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.records import join, make_organisation
from tests.factories.together import make_assembly, make_ballot, make_meeting, make_proposal, vote

pytestmark = pytest.mark.django_db
YES, NO = Choice.YES, Choice.NO
SENTENCE = "Planted sentence of a member"


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.BALLOT_KEYS = tmp_path / "keys"


@pytest.fixture
def meeting():
    return make_meeting(at=now())


@pytest.fixture
def worker(client, meeting):
    client.force_login(meeting.worker)
    return client


@pytest.fixture
def phone(meeting):
    """Sends something with a card, as a phone does: no cookie, nothing kept."""

    def send(what="", proposal=None, name="Ash", card=None, **given):
        address = meeting.room.get_phone_url() + (f"{proposal.pk}/" if proposal else "")
        card = card or meeting.assembly.codes[name]
        return Client(enforce_csrf_checks=True).post(address, {"card": card, "what": what, **given})

    return send


def get_words(response):
    return " ".join(response.content.decode().split())


# --- with a card ------------------------------------------------------------------------------------


def test_code_of_the_room_leads_to_the_door_and_the_card_opens_it(client, meeting, phone):
    response = client.get(f"/r/{meeting.room.code}/", follow=True)
    assert response.request["PATH_INFO"] == f"/r/{meeting.room.key}/together/"
    assert "Your card" in get_words(response)
    assert "You are here as Bo." in get_words(phone(name="Bo"))


def test_phone_gets_no_cookie_and_no_page_of_its_keeps_the_card(meeting, phone):
    proposal = make_proposal(meeting)
    for response in (phone(), phone(proposal=proposal), phone("comment", proposal, number=1, comment="Yes!")):
        assert response.cookies == {}
        assert "Cookie" not in response.get("Vary", "")
        assert response["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert meeting.assembly.codes["Ash"] not in response.request["PATH_INFO"]


def test_wrong_card_is_refused_with_a_sentence_and_sixty_close_the_door(meeting, phone, monkeypatch):
    monkeypatch.setattr(phones, "WRONG_CARDS", 2)
    for _ in range(2):
        response = phone(card="aaaaa-bbbbb")
        assert response.status_code == 422
        assert "has no card “aaaaa-bbbbb”" in get_words(response)
    assert "Too many cards that we do not know" in get_words(phone())


def test_right_card_leaves_no_trace_in_the_counts(phone):
    phone()
    assert not SendCount.objects.exists()


def test_member_proposes_and_the_worker_reads_first(worker, meeting, phone):
    response = phone("propose", number=5, title="We get a dog", words="")
    assert "Your worker has your proposal" in get_words(response)
    assert "We get a dog" not in get_words(phone(name="Bo"))
    page = get_words(worker.get(meeting.assembly.get_absolute_url()))
    assert "We get a dog" in page
    assert "Ash" not in page
    worker.post(reverse("decisions:read", args=[meeting.assembly.key]), {"kind": "proposal", "number": 5, "show": "1"})
    assert "We get a dog" in get_words(phone(name="Bo"))


def test_empty_proposal_is_refused_and_what_was_typed_stays(phone):
    response = phone("propose", number=5, title="", words="Because it is grey")
    assert response.status_code == 422
    assert "Write what we should decide" in get_words(response)
    assert "Because it is grey" in get_words(response)
    assert not Proposal.objects.exists()


def test_member_talks_asks_for_a_decision_and_votes(meeting, phone):
    proposal = make_proposal(meeting)
    assert "Your worker has your comment" in get_words(phone("comment", proposal, number=7, comment=SENTENCE))
    assert Comment.objects.get().words == SENTENCE
    assert "The vote is open" in get_words(phone("ballot", proposal, way="vote", days="0"))
    assert Ballot.objects.get().ends_at == meeting.ends_at
    response = phone("vote", proposal, choice="yes")
    assert "Your vote is in, sealed." in get_words(response)
    assert "1 voted so far, of 6 who can" in get_words(response)
    assert 'value="yes" checked' not in get_words(response)  # whoever takes the phone next does not read it
    phone("vote", proposal, choice="no")
    assert Envelope.objects.count() == 1


def test_vote_that_ended_meanwhile_says_so(meeting, phone):
    ballot = make_ballot(make_proposal(meeting), at=now())
    ballots.close_ballot(ballot=ballot, by=None, at=now())
    response = phone("vote", ballot.proposal, choice="yes")
    assert response.status_code == 422
    assert "This vote has ended, so nothing was changed." in get_words(response)


def test_unanimous_result_warns_on_the_phone_before_it_is_shown(meeting, phone):
    ballot = make_ballot(make_proposal(meeting), at=now())
    vote(ballot, *[NO] * 5, at=now())
    ballots.close_ballot(ballot=ballot, by=None, at=now())
    page = get_words(phone(proposal=ballot.proposal))
    assert "Everyone who voted gave the same answer." in page
    assert "Not agreed" not in page + get_words(phone())
    assert "Not agreed. 5 of 6 members voted." in get_words(phone("see", ballot.proposal))


def test_reason_for_overruling_is_shown_to_members_with_a_card(meeting, phone):
    cora = UserFactory(name="Cora")
    join(cora, meeting.assembly.team.organisation, role="coordinator")
    proposal = make_proposal(meeting)
    reason = "The landlord does not allow it before May."
    proposals.overrule(proposal=proposal, reason=reason, by=cora, at=now())
    assert reason in get_words(phone(proposal=proposal))
    assert "Overruled" in get_words(phone())


@pytest.mark.parametrize("ask", ["get", "post"])
def test_without_a_worker_present_the_phone_says_why(meeting, phone, client, ask):
    proposal = make_proposal(meeting, title=SENTENCE)
    together.close_meeting(meeting=meeting, by=meeting.worker, at=now())
    response = client.get(meeting.room.get_phone_url()) if ask == "get" else phone("comment", proposal, comment="A")
    assert response.status_code == 410
    assert "The group meets only while a worker is present" in get_words(response)
    assert SENTENCE not in get_words(response)
    assert not Comment.objects.exists()


def test_proposal_opened_without_a_card_leads_to_the_door(client, meeting):
    proposal = make_proposal(meeting, title=SENTENCE)
    response = client.get(reverse("decisions:phone-proposal", args=[meeting.room.key, proposal.pk]), follow=True)
    assert response.request["PATH_INFO"] == meeting.room.get_phone_url()
    assert SENTENCE not in get_words(response)


def test_card_of_another_group_opens_nothing_and_a_proposal_of_another_group_is_not_there(meeting, phone):
    other = make_meeting(make_assembly(), at=now())
    assert phone(card=other.assembly.codes["Ash"]).status_code == 422
    assert phone(proposal=make_proposal(other)).status_code == 404


# --- with an account --------------------------------------------------------------------------------


@pytest.fixture
def adult(meeting):
    user = UserFactory(name="Ada Adult")
    together.add_account(assembly=meeting.assembly, user=user, by=meeting.worker, at=now())
    client = Client()
    client.force_login(user)
    return client


def test_member_with_an_account_takes_part_as_the_others(adult, meeting):
    proposal = make_proposal(meeting)
    ballot = make_ballot(proposal, at=now())
    page = reverse("decisions:take-part", args=[meeting.assembly.key])
    assert "You are here as Ada Adult." in get_words(adult.get(page))
    response = adult.post(f"{page}{proposal.pk}/", {"what": "vote", "choice": "yes"})
    assert "Your vote is in, sealed." in get_words(response)
    assert Envelope.objects.filter(ballot=ballot).count() == 1


def test_member_with_an_account_too_waits_until_a_worker_is_present(adult, meeting):
    together.close_meeting(meeting=meeting, by=meeting.worker, at=now())
    response = adult.get(reverse("decisions:take-part", args=[meeting.assembly.key]))
    assert response.status_code == 410
    assert "This meeting is closed." in get_words(response)


def test_member_reads_the_group_and_runs_nothing(adult, meeting):
    make_proposal(meeting)
    key = meeting.assembly.key
    page = get_words(adult.get(meeting.assembly.get_absolute_url()))
    assert "We paint the hall yellow" in page
    assert "To read" not in page
    assert adult.get(reverse("decisions:members", args=[key])).status_code == 404
    assert adult.get(reverse("decisions:meeting", args=[key])).status_code == 404
    assert adult.post(Proposal.objects.get().get_absolute_url(), {"what": "end"}).status_code == 404


# --- those who work with the group ------------------------------------------------------------------


def test_worker_starts_a_group_makes_cards_and_opens_the_meeting(client, meeting):
    client.force_login(meeting.worker)
    client.post(reverse("decisions:new-assembly"), {"name": "The Saturday group", "about": ""})
    made = Assembly.objects.get(name="The Saturday group")
    members = reverse("decisions:members", args=[made.key])
    page = get_words(client.post(members, {"what": "cards", "names": "Kim\n\nLee"}))
    assert "We keep no copy" in page
    assert sorted(made.members.values_list("name", flat=True)) == ["Kim", "Lee"]
    response = client.post(reverse("decisions:meeting", args=[made.key]), {"hours": "2"}, follow=True)
    assert "Stay with the group while it is open." in get_words(response)
    assert Meeting.objects.get(assembly=made).room.spaced_code in get_words(response)


def test_worker_renews_a_card_and_removes_a_member(worker, meeting):
    page = reverse("decisions:members", args=[meeting.assembly.key])
    ash = Member.objects.get(name="Ash")
    worker.post(page, {"what": "renew", "member": ash.pk})
    assert together.find_member_by_card(meeting.assembly, meeting.assembly.codes["Ash"]) is None
    worker.post(page, {"what": "remove", "member": ash.pk})
    assert not Member.objects.filter(name="Ash").exists()


def test_worker_adds_a_colleague_with_an_account(worker, meeting):
    colleague = UserFactory()
    join(colleague, meeting.assembly.team.organisation)
    worker.post(reverse("decisions:members", args=[meeting.assembly.key]), {"what": "account", "user": colleague.pk})
    assert meeting.assembly.members.filter(user=colleague).exists()


def test_name_that_is_too_long_is_refused(worker, meeting):
    page = reverse("decisions:members", args=[meeting.assembly.key])
    response = worker.post(page, {"what": "cards", "names": "K" * 41})
    assert "has 41 characters. Shorten it to 40 or fewer." in get_words(response)


def test_hiding_needs_a_reason(worker, meeting, phone):
    phone("propose", number=5, title="We get a dog", words="")
    page = reverse("decisions:read", args=[meeting.assembly.key])
    response = worker.post(page, {"kind": "proposal", "number": 5, "hide": "1", "reason": ""}, follow=True)
    assert "Choose why it is not shown." in get_words(response)
    assert Proposal.objects.get().state == ProposalState.WAITING
    worker.post(page, {"kind": "proposal", "number": 5, "hide": "1", "reason": "asked"})
    assert Proposal.objects.get().title == ""


def test_worker_starts_and_ends_a_vote_and_starts_the_record(worker, meeting):
    proposal = make_proposal(meeting)
    page = proposal.get_absolute_url()
    worker.post(page, {"what": "ballot", "way": "vote", "days": "7"})
    ballot = Ballot.objects.get()
    assert ballot.ends_at - ballot.opened_at == timedelta(days=7)
    vote(ballot, YES, YES, YES, YES, NO, at=now())
    response = worker.post(page, {"what": "end"}, follow=True)
    assert "Agreed. 5 of 6 members voted." in get_words(response)
    worker.post(f"{page}decision/")
    decision = Decision.objects.get()
    assert (decision.title, decision.team, decision.live) == (proposal.title, meeting.assembly.team, False)
    assert decision.get_latest_revision_as_object().reason.startswith("The members of The co-operative decided this")
    assert "Decision record, where actions are added" in get_words(worker.get(page))
    worker.post(f"{page}decision/")
    assert Decision.objects.count() == 1


def test_vote_without_an_end_needs_an_open_meeting(worker, meeting):
    proposal = make_proposal(meeting)
    together.close_meeting(meeting=meeting, by=meeting.worker, at=now())
    response = worker.post(proposal.get_absolute_url(), {"what": "ballot", "way": "vote", "days": "0"})
    assert "No meeting is open. Open one first, or choose a number of days." in get_words(response)
    assert not Ballot.objects.exists()


def test_minutes_start_with_what_happened_and_are_approved(worker, meeting):
    make_proposal(meeting)
    page = meeting.get_absolute_url()
    assert "Proposals made" in worker.get(page).content.decode()
    response = worker.post(page, {"minutes": "We talked about the hall.", "ask": "1"}, follow=True)
    assert "The members can now approve the minutes" in get_words(response)
    assert "We talked about the hall." in get_words(response)


def test_coordinator_overrules_with_a_reason_and_not_without(meeting):
    cora = UserFactory(name="Cora")
    join(cora, meeting.assembly.team.organisation, role="coordinator")
    client = Client()
    client.force_login(cora)
    page = f"{make_proposal(meeting).get_absolute_url()}overrule/"
    for reason, said in (("", "The group cannot be overruled without one"), ("No", "at least 20 characters")):
        response = client.post(page, {"reason": reason})
        assert not Proposal.objects.get().is_overruled
        assert "There is a problem" in get_words(response)
        assert said in get_words(response)
    response = client.post(page, {"reason": "The landlord does not allow it before May."}, follow=True)
    assert "Overruled by" in get_words(response)


def test_worker_alone_cannot_overrule(worker, meeting):
    proposal = make_proposal(meeting)
    assert "Overrule the group" not in get_words(worker.get(proposal.get_absolute_url()))
    assert worker.get(f"{proposal.get_absolute_url()}overrule/").status_code == 404


# --- who reads --------------------------------------------------------------------------------------


def list_addresses(meeting):
    proposal = Proposal.objects.first()
    key = meeting.assembly.key
    yield from (reverse(f"decisions:{name}", args=[key]) for name in ("assembly", "members", "meeting", "take-part"))
    yield from (f"{proposal.get_absolute_url()}{rest}" for rest in ("", "overrule/"))
    yield reverse("decisions:take-part-proposal", args=[key, proposal.pk])
    yield meeting.get_absolute_url()
    yield reverse("decisions:together")


@pytest.mark.parametrize("who", ["anonymous", "stranger", "organisation", "other coordinator", "moderator", "host"])
def test_others_are_told_nothing(who, meeting):
    make_proposal(meeting, title=SENTENCE)
    Meeting.objects.update(minutes=SENTENCE)
    client, person = Client(), UserFactory()
    if who == "organisation":
        join(person, meeting.assembly.team.organisation)
    elif who == "other coordinator":
        join(person, make_organisation("Brindlebridge Council"), role="coordinator")
    elif who in ("moderator", "host"):
        give_site_role(person, who)
    if who != "anonymous":
        client.force_login(person)
    for address in list_addresses(meeting):
        response = client.get(address)
        assert response.status_code in ((302,) if who == "anonymous" else (200, 404)), address
        assert SENTENCE not in response.content.decode(), address
        assert "The co-operative" not in response.content.decode(), address


def test_nobody_sees_who_has_voted(worker, meeting, phone):
    ballot = make_ballot(make_proposal(meeting), at=now())
    vote(ballot, YES, at=now())
    ballots_page = get_words(worker.get(ballot.proposal.get_absolute_url()))
    for page in (ballots_page, get_words(phone(proposal=ballot.proposal, name="Bo"))):
        assert "1 voted so far, of 6 who can." in page
        assert "Ash" not in page
    members = worker.get(reverse("decisions:members", args=[meeting.assembly.key])).content.decode()
    assert "voted" not in members.replace("has one vote", "")


def test_logs_hold_neither_the_group_nor_the_proposal(caplog, worker, meeting):
    proposal = make_proposal(meeting)
    with caplog.at_level("INFO", logger="cairn.requests"):
        worker.get(proposal.get_absolute_url())
        worker.get(meeting.room.get_phone_url())
    lines = [record.getMessage().split()[1] for record in caplog.records if record.name == "cairn.requests"]
    assert lines == ["/together/…", "/r/…"]


def test_pages_ask_as_often_for_many_proposals_as_for_one(worker, meeting, phone, django_assert_max_num_queries):
    for number in range(1, 7):
        make_ballot(make_proposal(meeting, position=number), at=now())
    with django_assert_max_num_queries(24):
        assert worker.get(meeting.assembly.get_absolute_url()).status_code == 200
    with django_assert_max_num_queries(16):
        assert phone().status_code == 200
