"""A group decides on two phones, one of them without scripts, and is overruled with a reason that both read."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from cairn.decisions.enums import Choice, NotShown
from cairn.decisions.models import Ballot, BallotPaper, Comment, Member, Proposal
from cairn.decisions.services import ballots, proposals
from tests.factories.accounts import UserFactory
from tests.factories.records import join
from tests.factories.together import make_meeting

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
REASON = "The landlord does not allow it before May. Please ask again then."


@pytest.fixture
def meeting(settings, tmp_path):
    settings.BALLOT_KEYS = tmp_path / "keys"
    return make_meeting(at=now())


@pytest.fixture
def phone(new_context, live_server, meeting):
    """Comes in with the code of the room and a card."""

    def make(name, **options):
        page = new_context(viewport={"width": 375, "height": 800}, **options).new_page()
        page.goto(f"{live_server.url}/r/{meeting.room.code}/")
        page.get_by_label("Your card").fill(meeting.assembly.codes[name].upper())
        page.get_by_role("button", name="Come in").click()
        expect(page.get_by_text(f"You are here as {name}.")).to_be_visible()
        return page

    return make


def test_two_phones_propose_talk_vote_and_read_why_they_were_overruled(phone, meeting):
    ash, bo = phone("Ash"), phone("Bo", java_script_enabled=False)
    ash.get_by_label("What should we decide?").fill("We get a dog")
    ash.get_by_role("button", name="Send it to the worker").click()
    expect(ash.get_by_role("status")).to_contain_text("Your worker has your proposal")
    worker = {"assembly": meeting.assembly, "by": meeting.worker, "at": now()}
    proposals.show(kind="proposal", number=Proposal.objects.get().pk, **worker)

    bo.get_by_role("button", name="Look for news").click()
    bo.get_by_role("button", name="Open We get a dog").click()
    bo.get_by_label("What do you think?").fill("My aunt lives at number 7")
    bo.get_by_role("button", name="Send it to the worker").click()
    expect(bo.get_by_role("status")).to_contain_text("Your worker has your comment")
    number = Comment.objects.get().pk
    proposals.hide(kind="comment", number=number, reason=NotShown.IDENTIFIES, **worker)

    bo.get_by_text("Talked enough? Decide it").click()
    bo.get_by_label("By vote").check()
    bo.get_by_role("button", name="Start the decision").click()
    expect(bo.get_by_role("status")).to_contain_text("The vote is open")
    bo.get_by_label("No", exact=True).check()
    bo.get_by_role("button", name="Vote", exact=True).click()
    expect(bo.get_by_role("status")).to_contain_text("Your vote is in, sealed.")
    expect(bo.get_by_label("No", exact=True)).not_to_be_checked()

    ash.get_by_role("button", name="Look for news").click()
    ash.get_by_role("button", name="Open We get a dog").click()
    expect(ash.get_by_text("1 voted so far, of 6 who can.")).to_be_visible()
    ash.get_by_label("Yes", exact=True).check()
    ash.get_by_role("button", name="Vote", exact=True).click()
    expect(ash.get_by_role("status")).to_contain_text("Your vote is in, sealed.")

    ballot = Ballot.objects.get()
    for member in Member.objects.exclude(name__in=["Ash", "Bo"]):
        ballots.cast(ballot=ballot, member=member, choice=Choice.YES, at=now())
    ballots.close_ballot(ballot=ballot, by=meeting.worker, at=now())
    assert BallotPaper.objects.count() == 6
    cora = UserFactory(name="Cora Coordinator")
    join(cora, meeting.assembly.team.organisation, role="coordinator")
    proposals.overrule(proposal=Proposal.objects.get(), reason=REASON, by=cora, at=now())

    for page in (ash, bo):
        page.get_by_role("button", name="Back to all proposals").click()
        expect(page.get_by_text("Overruled")).to_be_visible()
        expect(page.get_by_text("1 not shown. It could identify someone.")).to_be_visible()
        page.get_by_role("button", name="Open We get a dog").click()
        expect(page.get_by_text(REASON)).to_be_visible()
        expect(page.get_by_text("Agreed. 6 of 6 members voted.")).to_be_visible()
        assert page.context.cookies() == []
