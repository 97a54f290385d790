"""Two people at the same thing at the same time: nobody's words are written over, and no rule counts twice."""

import pytest

from cairn.adoption import services as adoption
from cairn.adoption.models import EmbedAnswer
from cairn.evaluation import services as evaluation
from cairn.indicators import services as indicators
from cairn.indicators.models import Release, Upload
from cairn.library.models import PracticeModel, Project
from cairn.library.policies import MOST_KEPT, UnableToShortList
from cairn.library.services.short_list import add_to_short_list
from cairn.papers import services as papers
from cairn.places import services as places
from cairn.places.models import CircleMembership, Membership
from cairn.places.policies import UnableToChangeMembers
from cairn.records import services
from cairn.records.models import SavedForm
from cairn.records.policies import ChangedMeanwhile, UnableToReview
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.evaluation import PlanFactory
from tests.factories.indicators import ReleaseFactory
from tests.factories.papers import make_paper
from tests.factories.records import NOON, join, make_circle, make_draft, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SEEN = "Saved by someone else"


@pytest.fixture
def author():
    return UserFactory()


@pytest.fixture
def draft(author):
    return make_draft(PracticeModel, author=author, title="Evening hub")


@pytest.fixture
def colleague(draft):
    person = UserFactory()
    join(person, draft.organisation, team=draft.team)
    return person


def write(person, draft, seen, *, section="what", title="Evening hub", **answers):
    path = f"/records/{draft.slug}/edit/{section}/"
    given = {"title": title, "summary": "A house", "seen": seen, **answers}
    return client_of(person).post(path, given)


def get_seen(draft):
    return services.get_seen(draft.get_draft())


def test_the_loser_gets_both_texts_and_can_then_save(author, colleague, draft):
    seen = get_seen(draft)
    assert write(author, draft, seen, summary="Open until ten.").status_code == 302
    lost = write(colleague, draft, seen, summary="Open at the weekend.")
    page = lost.content.decode()
    assert lost.status_code == 200
    assert SEEN in page
    assert "Open until ten." in page
    assert "Open at the weekend.</textarea>" in page
    assert draft.get_draft().summary == "Open until ten."
    assert f'name="seen" value="{get_seen(draft)}"' in page
    assert write(colleague, draft, get_seen(draft), summary="Both.").status_code == 302
    assert draft.get_draft().summary == "Both."


def test_what_was_typed_days_ago_does_not_write_over_what_a_colleague_saved_since(author, colleague, draft):
    client = client_of(colleague)
    path = f"/records/{draft.slug}/edit/what/"
    client.post(path, {"title": "Evening hub", "summary": "Typed.", "seen": get_seen(draft), "later": "yes"})
    write(author, draft, get_seen(draft), summary="Saved.")
    page = client.get(path).content.decode()
    kept = SavedForm.objects.get().answers["seen"][0]
    assert f'name="seen" value="{kept}"' in page
    assert SEEN in write(colleague, draft, kept, summary="Typed.").content.decode()
    assert draft.get_draft().summary == "Saved."


def test_two_may_write_two_sections_and_the_same_words_are_no_quarrel(author, colleague, draft):
    seen = get_seen(draft)
    services.save_draft(record=draft, by=author, at=NOON, answers={"takes": "A key worker"})
    assert write(colleague, draft, seen, summary="Open.").status_code == 302
    assert write(author, draft, seen, summary="Open.").status_code == 302
    assert draft.get_draft().takes == "A key worker"


@pytest.mark.parametrize("seen", ["0", "-1", "x", "9" * 30, "\N{SUPERSCRIPT TWO}", ""])
def test_a_made_up_state_counts_as_one_that_was_not_seen(author, draft, seen):
    services.save_draft(record=draft, by=author, at=NOON, answers={"summary": "Before."})
    answer = write(author, draft, seen, summary="After.")
    assert answer.status_code == 200
    assert SEEN in answer.content.decode()


def test_of_eight_saved_at_the_same_moment_one_wins_and_seven_hear_of_it(author, draft, threads):
    seen = get_seen(draft)
    numbers = iter(range(8))

    def save():
        number = next(numbers)
        try:
            services.save_draft(record=draft, by=author, at=NOON, answers={"summary": f"Text {number}"}, seen=seen)
        except ChangedMeanwhile as problem:
            return problem.theirs["summary"]
        return number

    got = threads(save, 8)
    (winner,) = [one for one in got if isinstance(one, int)]
    assert [one for one in got if not isinstance(one, int)] == [f"Text {winner}"] * 7


# --- The same kind elsewhere ---------------------------------------------------------------------


def test_options_of_a_paper(author):
    paper = make_paper(author)
    seen = get_seen(paper)
    services.save_draft(record=paper, by=author, at=NOON, answers={"summary": "Another."})
    answer = client_of(author).post(
        f"/papers/{paper.slug}/options/", {"place_0": "2", "place_1": "1", "seen": seen}, follow=True
    )
    assert "Someone else changed this paper" in answer.content.decode()
    assert paper.get_draft().options == paper.options
    with pytest.raises(ChangedMeanwhile):
        papers.renew_numbers(paper=paper, measures=[], snapshot={}, texts={}, by=author, at=NOON)


def test_a_look_at_what_lasts(author):
    project = make_draft(Project, author=author)
    embedding = adoption.start_embedding(record=project, started_on=NOON.date(), by=author, at=NOON)
    said = {"owner": {"state": EmbedAnswer.State.PARTLY, "note": "Two people carry it."}}
    adoption.save_review(embedding=embedding, when="start", answers=said, by=author, at=NOON)
    path = f"/embedding/{project.slug}/start/"
    page = client_of(author).post(path, {"owner": "not_yet", "seen": ""}).content.decode()
    assert SEEN in page
    assert "Two people carry it." in page
    assert embedding.reviews.get().answers.get().state == EmbedAnswer.State.PARTLY


def test_a_plan():
    plan = PlanFactory()
    seen = evaluation.get_seen(plan)
    given = {"plan": plan, "by": plan.author, "at": NOON, "seen": seen}
    evaluation.revise_plan(**given, answers={"what_was_started": "First"})
    with pytest.raises(ChangedMeanwhile) as problem:
        evaluation.revise_plan(**given, answers={"what_was_started": "Second"})
    assert problem.value.theirs == {"what_was_started": "First"}
    plan.refresh_from_db()
    assert plan.what_was_started == "First"
    evaluation.revise_plan(**given | {"seen": problem.value.seen}, answers={"what_was_started": "Both"})


def test_two_coordinators_who_remove_each_other_leave_one():
    council = make_organisation()
    ada, ben = (join(UserFactory(), council, role="coordinator") for _ in range(2))
    both = [(ada, ben.user), (ben, ada.user)]  # as two requests loaded them at the same moment
    places.remove_member(membership=both[0][0], by=both[0][1], at=NOON)
    with pytest.raises(UnableToChangeMembers):
        places.remove_member(membership=both[1][0], by=both[1][0].user, at=NOON)
    assert Membership.objects.filter(organisation=council).count() == 1


def test_nobody_comes_back_by_a_change_of_role_after_they_were_let_go():
    council = make_organisation()
    coordinator = join(UserFactory(), council, role="coordinator").user
    member = join(UserFactory(), council)
    stale = Membership.objects.get(pk=member.pk)
    places.remove_member(membership=member, by=coordinator, at=NOON)
    for change in (places.approve_member, places.change_role):
        with pytest.raises(UnableToChangeMembers):
            change(membership=stale, role="member", by=coordinator, at=NOON)
    assert not Membership.objects.filter(user=stale.user).exists()


def test_the_last_who_leads_a_circle_stays(threads):
    ada, ben, cleo = (UserFactory() for _ in range(3))
    circle = make_circle(ada, ben, cleo)
    CircleMembership.objects.filter(user__in=[ada, ben]).update(leads=True)
    stale = list(CircleMembership.objects.filter(leads=True))
    places.leave_circle(membership=stale[0], by=stale[0].user, at=NOON)
    with pytest.raises(UnableToChangeMembers):
        places.leave_circle(membership=stale[1], by=stale[1].user, at=NOON)
    places.leave_circle(membership=stale[0], by=stale[0].user, at=NOON)  # a second press
    assert circle.memberships.filter(leads=True).count() == 1


def test_asking_twice_for_a_review_asks_once(author, draft, threads):
    def ask():
        try:
            return bool(services.ask_for_review(record=draft, by=author, at=NOON))
        except UnableToReview:
            return False

    assert sum(threads(ask, 4)) == 1


def test_the_last_place_of_a_short_list_is_given_once(author, threads):
    records = [make_draft(PracticeModel, author=author, title=f"Model {number}") for number in range(MOST_KEPT + 3)]
    for record in records[: MOST_KEPT - 1]:
        add_to_short_list(record=record, by=author, at=NOON)
    rest = iter(records[MOST_KEPT - 1 :])

    def add():
        try:
            add_to_short_list(record=next(rest), by=author, at=NOON)
        except UnableToShortList:
            return False
        return True

    assert sum(threads(add, 4)) == 1


def test_no_does_not_delete_what_somebody_else_has_just_made_live():
    host = give_site_role(UserFactory(), "host")
    release = ReleaseFactory(state=Release.State.WAITING)
    stale = Upload.objects.create(original_name="a.csv", by=host, given_at=NOON, state="ready", release=release)
    assert indicators.confirm_upload(upload=Upload.objects.get(), by=host, at=NOON)
    indicators.delete_upload(upload=stale, by=host, at=NOON)
    assert Release.objects.get().state == Release.State.LIVE
