"""One council's use of a model: what its page says, who confirms its start, who comments and who looks after it."""

import pytest

from cairn.adoption import services
from cairn.adoption.models import Adoption, AdoptionMove
from cairn.adoption.policies import UnableToSpeak
from cairn.adoption.queries import get_sites
from cairn.library.models import PracticeModel, Source
from cairn.library.services import name_originator
from cairn.notices.models import Notice
from cairn.records import services as records
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.adoption import publish_model
from tests.factories.places import CouncilFactory
from tests.factories.records import NOON, approve, join, make_organisation, make_record, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return CouncilFactory(name="Ashdale", slug="ashdale", code="771")


@pytest.fixture
def council(place):
    return make_organisation("Ashdale Council", place=place)


@pytest.fixture
def origin():
    return make_organisation("Larkfield University", kind="university")


@pytest.fixture
def model(origin):
    found = publish_model("Evening Hub")
    PracticeModel.objects.filter(pk=found.pk).update(originated_by=origin)
    found.refresh_from_db()
    return found


def publish(model, place, *, team=None, moves=(("starting", "2025-04"),), **fields):
    rows = [AdoptionMove(position=number, status=status, moved_on=on) for number, (status, on) in enumerate(moves)]
    given = {"practice_model": model, "place": place, "grade": "C", "title": "Ashdale: Evening Hub", **fields}
    return make_record(Adoption, team=team, moves=rows, **given)


def member(organisation, **given):
    person = UserFactory()
    join(person, organisation, **given)
    return person


def test_page_opens_with_what_one_needs_first(model, place):
    use = publish(
        model,
        place,
        moves=(("exploring", "2024"), ("starting", "2025-04"), ("sustaining", "2026")),
        version="The manual of 2021",
        supported_by="Larkfield University",
        licence="For three years",
        name_use="allowed",
        fee="£4,000 a year",
        why_need="Too many teenagers came into care.",
        why_evidence="A trial elsewhere.",
        why_ready="A manager and two workers.",
        cost="£180,000 a year",
        people_trained=14,
        children_reached=1120,
        families_reached=90,
        reached_until="2026-03",
    )
    page = client_of(None).get(use.get_absolute_url()).content.decode()
    said = (
        *("<b>Sustaining</b><br>2026", "<b>April 2025</b>", "Not confirmed by the council", "<b>1,120</b> children"),
        *(
            "<b>90</b> families",
            "<b>14</b> people trained",
            "Until March 2026",
            "The manual of 2021",
            "For three years",
        ),
        *("Permission to use the name</span> Given", "£4,000 a year", "Too many teenagers", "A trial elsewhere."),
        *("A manager and two workers.", "£180,000 a year", "Exploring", "Cannot tell"),
    )
    assert [words for words in said if words not in page] == []


def test_the_page_does_not_tell_of_parts_of_a_model_that_the_reader_may_not_see(model, place):
    use = publish(model, place)
    (part,) = add_part(model, "A part nobody knows")
    services.save_parts(use=use, answers=[(part, "kept", "")], by=use.author, at=NOON)
    approve(use)
    records.publish_record(record=use, by=use.author, at=NOON)
    assert "A part nobody knows" in client_of(None).get(use.get_absolute_url()).content.decode()
    PracticeModel.objects.filter(pk=model.pk).update(live=False)
    assert "A part nobody knows" not in client_of(None).get(use.get_absolute_url()).content.decode()


def add_part(model, what, keep="must_keep"):
    from cairn.library.models import Component

    return [Component.objects.create(model=model, position=model.components.count(), what=what, keep=keep)]


def test_status_and_its_reason_are_a_draft_until_a_colleague_has_looked(model, place, council):
    team = make_team(council)
    use = publish(model, place, team=team)
    client = client_of(use.author)
    given = {"status": "stopped", "moved_on": "2026-03", "reason": "The money ended"}
    assert "date we can read" in client.post(f"/using/{use.slug}/move/", {**given, "moved_on": "soon"}).content.decode()
    client.post(f"/using/{use.slug}/move/", given)
    assert "The money ended" not in client_of(None).get(use.get_absolute_url()).content.decode()
    assert get_sites(model)[0].stop is None
    approve(use)
    records.publish_record(record=use, by=use.author, at=NOON)
    page = client_of(None).get(use.get_absolute_url()).content.decode()
    assert "<b>March 2026</b> Stopped. Why: The money ended" in page
    assert f"{get_sites(model)[0].stop}" == "2026-03-31"


def test_a_step_told_late_stands_where_it_belongs(model, place):
    use = publish(model, place, moves=(("starting", "2025-04"), ("stopped", "2026")))
    client_of(use.author).post(f"/using/{use.slug}/move/", {"status": "paused", "moved_on": "2025-10"})
    draft = use.get_draft()
    in_order = sorted(draft.moves.all(), key=lambda move: move.position)
    assert [move.status for move in in_order] == ["starting", "paused", "stopped"]


def test_whoever_reviews_reads_the_moves_and_changes_of_the_draft(model, place, council):
    use = publish(model, place, team=make_team(council))
    client_of(use.author).post(f"/using/{use.slug}/move/", {"status": "paused", "reason": "Two posts are vacant"})
    records.ask_for_review(record=use, by=use.author, at=NOON)
    colleague = member(council, team=use.team)
    assert "Two posts are vacant" in client_of(colleague).get(f"/records/{use.slug}/review/").content.decode()


# --- Confirming the start ---------------------------------------------------------------------------


def test_council_and_originator_confirm_for_themselves_and_the_page_says_who(model, place, council, origin):
    use = publish(model, place)
    client_of(member(council)).post(f"/using/{use.slug}/confirm/", {"who": "council"})
    page = client_of(None).get(use.get_absolute_url()).content.decode()
    assert "Confirmed. The council itself: Ashdale Council" in page
    client_of(member(origin)).post(f"/using/{use.slug}/confirm/", {"who": "originator"})
    assert {one.by: one.organisation for one in use.start_confirmations.all()} == {
        "council": council,
        "originator": origin,
    }


def test_moderator_names_the_source_in_which_an_evaluation_says_so(model, place):
    use = publish(model, place)
    client = client_of(give_site_role(UserFactory(), "moderator"))
    given = {"who": "evaluation", "source_title": "Report of a trial, 2026"}
    assert "Enter a few words" in client.post(f"/using/{use.slug}/confirm/", {"who": "evaluation"}).content.decode()
    client.post(f"/using/{use.slug}/confirm/", given)
    assert "An independent evaluation: Report of a trial, 2026" in (
        client_of(None).get(use.get_absolute_url()).content.decode()
    )
    assert get_sites(model)[0].confirmed_by == "evaluation"


@pytest.mark.parametrize("who", ["nobody", "stranger", "reader", "author"])
def test_others_confirm_nothing(model, place, council, who):
    use = publish(model, place)
    people = {"nobody": None, "stranger": UserFactory(), "reader": member(council, role="reader"), "author": use.author}
    answer = client_of(people[who]).post(f"/using/{use.slug}/confirm/", {"who": "council"})
    assert answer.status_code == (302 if who == "nobody" else 404)
    assert not use.start_confirmations.exists()


def test_a_start_that_changes_loses_its_confirmation(model, place, council):
    use = publish(model, place)
    services.confirm_start(use=use, who="council", source=None, by=member(council), at=NOON)
    assert get_sites(model)[0].confirmed_by == "council"
    move = use.moves.get()
    for other in ({"moved_on": "2025-05"}, {"moved_until": "2025-09"}, {"moved_on": ""}):
        AdoptionMove.objects.filter(pk=move.pk).update(**other)
        assert get_sites(model)[0].confirmed_by == "", other
        assert "Confirmed." not in client_of(None).get(use.get_absolute_url()).content.decode()
        AdoptionMove.objects.filter(pk=move.pk).update(moved_on="2025-04", moved_until="")
    assert get_sites(model)[0].confirmed_by == "council"


def test_there_is_nothing_to_confirm_without_a_date_or_twice(model, place, council):
    person = member(council)
    undated = publish(model, place, moves=(("starting", ""),))
    with pytest.raises(UnableToSpeak, match="no start date"):
        services.confirm_start(use=undated, who="council", source=None, by=person, at=NOON)
    use = publish(model, place, moves=(("starting", "2010"), ("stopped", "2012")))
    services.confirm_start(use=use, who="council", source=None, by=person, at=NOON)
    with pytest.raises(UnableToSpeak, match="already been confirmed"):
        services.confirm_start(use=use, who="council", source=None, by=person, at=NOON)
    source = Source.objects.create(key="s", title="S")
    with pytest.raises(UnableToSpeak, match="Only a moderator"):
        services.confirm_start(use=use, who="evaluation", source=source, by=person, at=NOON)


# --- The originator ---------------------------------------------------------------------------------


def test_originator_comments_and_an_absent_one_stops_nothing(model, place, origin):
    use = publish(model, place)
    assert "No comment from Larkfield University yet." in client_of(None).get(use.get_absolute_url()).content.decode()
    person = member(origin)
    assert client_of(person).get(f"/using/{use.slug}/comment/").status_code == 200
    client_of(person).post(f"/using/{use.slug}/comment/", {"text": "They kept what matters."})
    page = client_of(None).get(use.get_absolute_url()).content.decode()
    assert "They kept what matters." in page
    assert f"{person.name}, Larkfield University" in page
    assert Notice.objects.filter(kind="use.commented", user=use.author).exists()
    for other in (use.author, UserFactory(), member(origin, role="reader")):
        assert client_of(other).post(f"/using/{use.slug}/comment/", {"text": "No"}).status_code == 404
    assert use.comments.count() == 1


def test_originator_sees_and_comments_on_what_is_shared_with_them_only(model, place, origin):
    use = publish(model, place, sharing="organisation")
    assert client_of(member(origin)).post(f"/using/{use.slug}/comment/", {"text": "No"}).status_code == 404
    with pytest.raises(UnableToSpeak):
        services.comment_on_use(use=use, text="No", by=member(origin), at=NOON)


def test_moderator_alone_says_where_a_model_comes_from(model, origin):
    moderator, other = give_site_role(UserFactory(), "moderator"), make_organisation("Another")
    address = f"/models/{model.slug}/originator/"
    assert client_of(model.author).post(address, {"organisation": other.pk}).status_code == 404
    client_of(moderator).post(address, {"organisation": other.pk})
    model.refresh_from_db()
    assert model.originated_by == other
    with pytest.raises(Exception, match="Only a moderator"):
        name_originator(model=model, organisation=origin, by=model.author, at=NOON)


def test_an_earlier_version_of_a_model_brings_no_originator_back(model, origin):
    records.save_draft(record=model, by=model.author, at=NOON, answers={"summary": "A draft of before"})
    PracticeModel.objects.filter(pk=model.pk).update(originated_by=None)
    assert model.get_draft().originated_by is None
    PracticeModel.objects.get(pk=model.pk).get_latest_revision().publish()
    assert PracticeModel.objects.get(pk=model.pk).originated_by is None


# --- Looking after the page -------------------------------------------------------------------------


def test_council_looks_after_what_others_said_of_it(model, place, council):
    use = publish(model, place)
    Adoption.objects.filter(pk=use.pk).update(author=None, team=None, organisation=None)
    team = make_team(council, "Edge of care")
    person, without_team = member(council, team=team), member(council)
    assert "Look after this page" in client_of(person).get(use.get_absolute_url()).content.decode()
    assert "not in a team" in client_of(without_team).get(f"/using/{use.slug}/take-over/").content.decode()
    stranger_team = make_team(make_organisation("Elsewhere"), "Other")
    stranger = member(stranger_team.organisation, team=stranger_team)
    assert client_of(stranger).post(f"/using/{use.slug}/take-over/", {"team": stranger_team.pk}).status_code == 404
    client_of(person).post(f"/using/{use.slug}/take-over/", {"team": team.pk})
    use.refresh_from_db()
    assert (use.team, use.organisation, use.by_council) == (team, council, True)
    assert client_of(person).get(f"/using/{use.slug}/take-over/").status_code == 404
