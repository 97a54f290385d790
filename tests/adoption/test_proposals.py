"""Anyone may propose that a council uses a model: it is hidden until it was reviewed, and its proposer hears."""

import pytest
from django.core.exceptions import ValidationError

from cairn.adoption import policies, services
from cairn.adoption.models import Adoption, UseProposal
from cairn.adoption.policies import UnableToSpeak
from cairn.adoption.queries import get_proposals_to_review, get_reviewers, get_sites
from cairn.library.models import PracticeModel
from cairn.notices.kinds import get_notice_kind
from cairn.notices.models import Notice
from cairn.records.desk import get_due
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.adoption import publish_model, publish_use
from tests.factories.places import CouncilFactory
from tests.factories.records import NOON, join, make_organisation
from tests.rules import may

pytestmark = pytest.mark.django_db
SOURCE = {"source_title": "A council paper, 2025", "source_address": "https://www.example.org/paper", "grade": "C"}
START = {"status": "starting", "moved_on": "2025-04", "moved_until": "2025-06", "note": "SECRET note"}


class World:
    """A model with the organisation that it comes from, a council, and somebody of each."""

    def __init__(self):
        self.place = CouncilFactory(name="Ashdale", slug="ashdale", code="771")
        council = make_organisation("Ashdale Council", place=self.place)
        origin = make_organisation("Larkfield University", kind="university")
        self.model = publish_model("Evening Hub")
        PracticeModel.objects.filter(pk=self.model.pk).update(originated_by=origin)
        self.model.refresh_from_db()
        self.people = {
            name: UserFactory() for name in ("proposer", "council", "reader", "originator", "moderator", "stranger")
        }
        join(self.people["council"], council)
        join(self.people["reader"], council, role="reader")
        join(self.people["originator"], origin)
        join(self.people["stranger"], make_organisation("Elsewhere Council"))
        give_site_role(self.people["moderator"], "moderator")

    def propose(self, by="proposer", **changes):
        answers = {**START, **SOURCE, **changes}
        return services.propose_use(model=self.model, place=self.place, answers=answers, by=self.people[by], at=NOON)

    def decide(self, proposal, by, *, accepts=True, answer="", confirms=""):
        given = {"accepts": accepts, "answer": answer, "confirms": confirms}
        return services.decide_proposal(proposal=proposal, by=self.people[by], at=NOON, **given)


@pytest.fixture
def world():
    return World()


REVIEWERS = {"council", "originator", "moderator"}


def test_proposal_is_read_by_its_proposer_and_its_reviewers_alone(world):
    proposal = world.propose()
    for name, person in world.people.items():
        page = client_of(person).get(f"/using/proposals/{proposal.pk}/")
        assert (page.status_code == 200) == (name in REVIEWERS | {"proposer"}), name
        listed = "Ashdale: Evening Hub" in client_of(person).get("/using/proposals/").content.decode()
        assert listed == (name in REVIEWERS | {"proposer"}), name
        assert get_proposals_to_review(person).exists() == (name in REVIEWERS), name
        waits = any(item.title == "Ashdale: Evening Hub" for item in get_due(person))
        assert waits == (name in REVIEWERS), name
    assert client_of(None).get(f"/using/proposals/{proposal.pk}/").status_code == 302
    for address in ("/models/", world.model.get_absolute_url(), "/councils/ashdale/", "/search/?q=Ashdale"):
        assert "A council paper" not in client_of(None).get(address).content.decode()
    assert not Adoption.objects.exists()


def test_reviewers_hear_of_it_and_the_proposer_of_the_decision(world):
    proposal = world.propose()
    assert set(get_reviewers(proposal)) == {world.people[name] for name in REVIEWERS}
    assert set(Notice.objects.filter(kind="use.proposed").values_list("user", flat=True)) == {
        world.people[name].pk for name in REVIEWERS
    }
    text = get_notice_kind("use.proposed").render(world.people["council"], str(proposal.pk))
    assert text.heading == "Proposed: Ashdale uses Evening Hub"
    assert get_notice_kind("use.proposed").render(world.people["stranger"], str(proposal.pk)) is None
    world.decide(proposal, "moderator", accepts=False, answer="The paper speaks of another model.")
    told = get_notice_kind("use.decided").render(world.people["proposer"], str(proposal.pk))
    assert told.heading == "Your proposal was not accepted: Ashdale, Evening Hub"
    page = client_of(world.people["proposer"]).get(told.path).content.decode()
    assert "The paper speaks of another model." in page
    assert get_notice_kind("use.decided").render(world.people["stranger"], str(proposal.pk)) is None
    assert not Adoption.objects.exists()


@pytest.mark.parametrize("name", sorted(REVIEWERS))
def test_accepted_it_is_a_use_that_everybody_reads_and_its_start_is_not_confirmed(world, name):
    use = world.decide(world.propose(), name).adoption
    page = client_of(None).get(use.get_absolute_url()).content.decode()
    assert "Between April 2025 and June 2025" in page
    assert "A council paper, 2025" in page
    assert "Not confirmed by the council" in page
    assert "SECRET note" not in page
    (site,) = get_sites(world.model)
    assert (site.confirmed_by, f"{site.first}", f"{site.last}") == ("", "2025-04-01", "2025-06-30")
    assert (use.author, use.organisation, use.by_council) == (None, None, name == "council")


@pytest.mark.parametrize(
    ("name", "confirms", "is_allowed"),
    [
        ("council", "council", True),
        ("originator", "originator", True),
        ("moderator", "evaluation", True),
        ("moderator", "council", True),
        ("council", "evaluation", False),
        ("originator", "council", False),
    ],
)
def test_start_is_confirmed_by_whom_it_is_about_or_by_a_moderator_with_the_source(world, name, confirms, is_allowed):
    proposal = world.propose()
    if not is_allowed:
        with pytest.raises(UnableToSpeak, match="your own organisation only"):
            world.decide(proposal, name, confirms=confirms)
        return
    use = world.decide(proposal, name, confirms=confirms).adoption
    confirmation = use.start_confirmations.get()
    assert (confirmation.by, confirmation.start) == (confirms, "2025-04..2025-06")
    assert (confirmation.source is not None) == (name == "moderator")
    assert get_sites(world.model)[0].confirmed_by == confirms


def test_nobody_reviews_what_they_proposed_and_a_stranger_reviews_nothing(world):
    own = world.propose(by="moderator")
    with pytest.raises(UnableToSpeak, match="because you proposed it"):
        world.decide(own, "moderator")
    for name in ("stranger", "reader", "proposer"):
        with pytest.raises(UnableToSpeak, match="Only the council"):
            world.decide(own, name)
    world.decide(own, "council")
    with pytest.raises(UnableToSpeak, match="already been reviewed"):
        world.decide(own, "originator")


def test_of_two_proposals_of_the_same_the_second_is_not_accepted(world):
    first, second = world.propose(), world.propose(by="stranger")
    world.decide(first, "council")
    with pytest.raises(UnableToSpeak, match="already recorded"):
        world.decide(second, "council")
    world.decide(second, "council", accepts=False, answer="It is recorded.")


def test_a_refusal_needs_a_reason(world):
    proposal = world.propose()
    with pytest.raises(UnableToSpeak, match="Say why"):
        world.decide(proposal, "council", accepts=False, answer=" ")
    client = client_of(world.people["council"])
    page = client.post(f"/using/proposals/{proposal.pk}/", {"decision": "refuse"}).content.decode()
    assert "Enter why" in page
    with pytest.raises(UnableToSpeak, match="Accept the proposal first"):
        world.decide(proposal, "council", accepts=False, answer="No", confirms="council")


def test_a_date_that_is_not_given_cannot_be_confirmed(world):
    proposal = world.propose(moved_on="", moved_until="")
    with pytest.raises(UnableToSpeak, match="gives no date"):
        world.decide(proposal, "council", confirms="council")
    assert "Is the start date confirmed?" not in (
        client_of(world.people["council"]).get(f"/using/proposals/{proposal.pk}/").content.decode()
    )


def test_a_use_that_is_there_is_not_proposed_again_and_a_hidden_one_is_not_told_of(world):
    there = publish_use(world.model, ("starting", "2016"), ("stopped", "2018"), place=world.place)
    world.propose(moved_on="2020", moved_until="")
    UseProposal.objects.all().delete()
    with pytest.raises(UnableToSpeak, match="already recorded as using Evening Hub at that time"):
        world.propose(moved_on="2017", moved_until="")
    with pytest.raises(UnableToSpeak, match="already recorded"):
        world.propose(moved_on="", moved_until="")
    Adoption.objects.filter(pk=there.pk).update(sharing="team", live=False)
    world.propose(moved_on="2017", moved_until="")
    with pytest.raises(UnableToSpeak, match="is waiting for review"):
        world.propose(moved_on="2017", moved_until="")


def test_a_demonstration_model_takes_no_real_council(world):
    world.model.is_fictional = True
    assert not may(
        policies.check_can_propose, world.people["proposer"], model=world.model, place=world.place, start=None
    )


def test_form_refuses_what_cannot_be_read_in_words(world):
    client = client_of(world.people["proposer"])
    address = f"/using/propose/?model={world.model.slug}"
    given = {**START, **SOURCE, "place": "Ashdale"}
    refused = {
        "place": ("Ashdal", "Did you mean Ashdale (771"),
        "moved_on": ("2025-13", "is not a date we can read"),
        "moved_until": ("2024", "not before the first one"),
        "source_title": ("see link", "does not answer"),
        "source_address": ("nowhere", "Enter the full address"),
    }
    for name, (value, sentence) in refused.items():
        assert sentence in client.post(address, {**given, name: value}).content.decode(), name
    assert not UseProposal.objects.exists()
    assert client.post(address, given).status_code == 302
    assert UseProposal.objects.get().place == world.place
    assert client_of(None).post(address, given).status_code == 302
    assert UseProposal.objects.count() == 1


def test_source_of_a_proposal_fits_its_column(world):
    proposal = world.propose()
    proposal.source_title = "x" * 301
    with pytest.raises(ValidationError):
        proposal.full_clean()
