"""Running the matching: what it proposes, who sees it, why somebody stays without, and what was decided."""

from datetime import timedelta

import pytest

from cairn.audit.models import AuditEntry
from cairn.library.models import ReportedJudgement, Source
from cairn.notices.models import Notice
from cairn.peers import policies
from cairn.peers.models import MatchRun, PeerAsk, PeerOffer
from cairn.peers.notices.matching import render_shared
from cairn.peers.presenters import declaring
from cairn.peers.presenters.matching import UNNAMED, is_unequal, show_matches, show_outcome, show_own_matches
from cairn.peers.queries import likeness
from cairn.peers.queries.likeness import Common, Facts, Standing, compare, get_facts
from cairn.peers.queries.matching import get_entries, get_matches, get_outcome
from cairn.peers.services import matching as services
from cairn.peers.views import matching as views
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.peers import make_ask, make_offer, make_run
from tests.factories.places import CouncilFactory, FictionalCouncilFactory
from tests.factories.records import NOON, join, make_organisation
from tests.factories.suggestions import make_journey_place
from tests.rules import may

pytestmark = pytest.mark.django_db


@pytest.fixture
def matching():
    return give_site_role(UserFactory(name="Maia Matching"), "matching")


def make_council(name, asks="", offers="", **given):
    """`asks` and `offers` are topics with a space between them."""
    council = make_organisation(name, place=CouncilFactory())
    for topic in asks.split():
        make_ask(council, topic, **given)
    for topic in offers.split():
        make_offer(council, topic, **given)
    return council


def judge(council, on, grade):
    source, _ = Source.objects.get_or_create(key="paper", defaults={"title": "A paper", "publisher": "Paper"})
    ReportedJudgement.objects.create(
        place=council.place,
        judged_on=on,
        area="overall",
        grade=grade,
        framework="ILACS",
        source=source,
        source_grade="N",
    )


@pytest.fixture
def ashmere():
    return make_council("Ashmere Council", "edge_of_care", "leaving_care", shown_to="matched", context="Ashmere-words")


@pytest.fixture
def brackwater():
    return make_council("Brackwater Council", "leaving_care", "edge_of_care", shown_to="matched", context="Brack-words")


def make_member(organisation, role="reader"):
    user = UserFactory()
    join(user, organisation, role=role)
    return user


def test_row_51_pairs_of_unequal_grade_learn_both_ways_and_show_dated_judgements(matching, ashmere, brackwater):
    """The good-rated council asks too; grades are shown with their dates, and never decide."""
    judge(ashmere, "2018-12", "outstanding")
    judge(brackwater, "2019", "inadequate")
    judge(brackwater, "2024-07", "requires_improvement")
    run = make_run(matching, shares=True)
    match = run.matches.get()
    assert {match.first, match.second} == {ashmere, brackwater}
    assert match.is_two_way
    assert is_unequal(match)
    for council in (ashmere, brackwater):
        assert PeerAsk.objects.filter(organisation=council).exists()
        assert PeerOffer.objects.filter(organisation=council).exists()
        page = client_of(make_member(council)).get(match.get_absolute_url()).content.decode()
        assert "Ashmere Council: Outstanding (Ofsted), December 2018" in page
        assert "Brackwater Council: Requires improvement (Ofsted), July 2024" in page
        assert "Inadequate" not in page
        assert "both ways" in page


def test_row_51_a_grade_alone_never_decides(matching):
    """One who offers what is asked, of the same grade, before one of another grade who does not."""
    asker = make_council("Ashmere Council", "edge_of_care", "leaving_care")
    same = make_council("Brackwater Council", "leaving_care", "edge_of_care")
    other = make_council("Cold Fell Council", "missing", "housing")
    for council, grade in ((asker, "inadequate"), (same, "inadequate"), (other, "outstanding")):
        judge(council, "2024", grade)
    match = make_run(matching).matches.get()
    assert {match.first, match.second} == {asker, same}
    assert not is_unequal(match)


def test_row_51_a_body_without_asks_is_asked_for_them(matching, ashmere, brackwater):
    good = make_council("Cold Fell Council", "", "missing")
    judge(good, "2024", "outstanding")
    make_run(matching, shares=True)
    page = client_of(make_member(good)).get("/peers/matches/").content.decode()
    assert "You ask for nothing yet. Matches go both ways" in page
    assert (
        "Organisations that are doing well have questions too"
        in client_of(make_member(good)).get(f"/peers/organisations/{good.slug}/").content.decode()
    )


def test_a_match_is_one_sentence_with_hours_and_what_is_common(matching, ashmere, brackwater):
    view = show_matches([make_run(matching).matches.get()])[0]
    assert view.sentence == (
        "Ashmere Council can learn about “Edge of care” from Brackwater Council (8 hours a quarter), and Brackwater "
        "Council about “Leaving care” from Ashmere Council (8 hours a quarter)."
    )
    assert view.likeness == "They are both in North West."
    assert view.directions == "Both ways"


def test_each_reads_first_what_it_can_learn(matching, ashmere, brackwater):
    match = make_run(matching, shares=True).matches.get()
    for council in (ashmere, brackwater):
        assert show_own_matches([match], council)[0].sentence.startswith(f"{council} can learn about")


def test_a_one_way_match_says_so(matching, ashmere):
    make_council("Brackwater Council", "missing", "edge_of_care")
    view = show_matches([make_run(matching).matches.get()])[0]
    assert view.sentence.endswith(". So far this goes one way: agree together what the other side could learn.")
    assert view.directions == "One way"


def test_who_sees_a_match_and_when(matching, ashmere, brackwater):
    run = make_run(matching)
    match = run.matches.get()
    other = make_council("Cold Fell Council")
    readers = {
        "first": make_member(ashmere),
        "second": make_member(brackwater),
        "other": make_member(other, "coordinator"),
        "moderator": give_site_role(UserFactory(), "moderator"),
        "host": give_site_role(UserFactory(), "host"),
    }
    for shares, allowed in ((False, set()), (True, {"first", "second"})):
        if shares:
            services.decide_run(run=run, shares=True, decision="", by=matching, at=NOON)
        for name, user in readers.items():
            browser = client_of(user)
            page = browser.get(match.get_absolute_url())
            assert page.status_code == (200 if name in allowed else 404), name
            listed = "hours a quarter" in browser.get("/peers/matches/").content.decode()
            assert listed is (name in allowed), name
            for path in ("/peers/runs/", run.get_absolute_url(), f"{run.get_absolute_url()}matches.csv"):
                assert browser.get(path).status_code == 403
            assert browser.post("/peers/runs/new/", {"nation": "real"}).status_code == 403
            assert browser.post(run.get_absolute_url(), {"answer": "discard"}).status_code == 403
        assert client_of(matching).get(match.get_absolute_url()).status_code == 200
    assert client_of(None).get(match.get_absolute_url()).status_code == 302
    assert MatchRun.objects.count() == 1


@pytest.mark.parametrize("model", [PeerAsk, PeerOffer])
def test_a_match_names_the_other_only_where_it_agreed(matching, ashmere, brackwater, model):
    """Until both agree to an introduction: neither name nor words, nor anything that gives the name away."""
    run = make_run(matching, shares=True)
    match = run.matches.get()
    reader = client_of(make_member(ashmere))
    page = reader.get(match.get_absolute_url()).content.decode()
    assert "Brackwater Council" in page
    assert "Brack-words" in page
    assert "Ashmere-words" not in page
    judge(brackwater, "2024-07", "good")
    model.objects.filter(organisation=brackwater).update(shown_to="own")
    for path in (match.get_absolute_url(), "/peers/matches/"):
        page = reader.get(path).content.decode()
        assert UNNAMED in page
        assert "Edge of care" in page
        for given_away in ("Brackwater", "Brack-words", "brackwater", "North West", "Good (Ofsted)"):
            assert given_away not in page
    other_side = client_of(make_member(brackwater)).get(match.get_absolute_url()).content.decode()
    assert "Ashmere Council" in other_side


def test_what_was_removed_since_is_not_shown(matching, ashmere, brackwater):
    match = make_run(matching, shares=True).matches.get()
    PeerOffer.objects.filter(organisation=brackwater).update(closed_at=NOON)
    assert not show_own_matches([match], ashmere)[0].is_named


@pytest.mark.parametrize(
    ("asks", "offers", "why", "sentence", "mend"),
    [
        ("edge_of_care", "", "offers_nothing", "You offer nothing yet", "Others would like to learn about"),
        ("", "missing", "asks_nothing", "You ask for nothing yet", "“Edge of care”. You could ask"),
        ("housing", "missing", "nobody_offers", "No other organisation offers “A home of one's own”.", "Edge of care"),
        ("foster_care", "missing", "time_taken", "All the time that others offer on “Foster care”", "4 more hours"),
    ],
)
def test_whoever_stays_without_hears_why_and_what_would_help(
    matching, ashmere, brackwater, asks, offers, why, sentence, mend
):
    PeerAsk.objects.update(since=NOON - timedelta(days=9))
    PeerOffer.objects.filter(organisation=brackwater).update(hours_a_quarter=12)
    make_council("Teaching Council", "leaving_care", "foster_care", hours_a_quarter=4)
    make_council("First Council", "foster_care", "before_birth", since=NOON - timedelta(days=5))
    late = make_council("Late Council", asks, offers)
    make_run(matching, shares=True)
    outcome = get_outcome(late)
    assert (outcome.is_served, outcome.why) == (False, why)
    view = show_outcome(outcome)
    assert sentence in view.sentence
    assert mend in view.help
    page = client_of(make_member(late)).get("/peers/matches/").content.decode().replace("&#x27;", "'")
    assert view.sentence in page


def test_who_stayed_without_comes_first_next_time(matching):
    teacher = make_council("Teaching Council", "missing", "edge_of_care", hours_a_quarter=4)
    early = make_council("Early Council", "edge_of_care", "housing", since=NOON - timedelta(days=9))
    late = make_council("Late Council", "edge_of_care", "housing")
    first = make_run(matching, shares=True)
    assert {first.matches.get().first, first.matches.get().second} == {teacher, early}
    discarded = make_run(matching, at=NOON + timedelta(days=1))
    services.decide_run(run=discarded, shares=False, decision="", by=matching, at=NOON)
    assert {one.organisation.name: one.waited for one in get_entries(fictional=False)} == {
        "Teaching Council": 1,
        "Early Council": 0,
        "Late Council": 1,
    }
    second = make_run(matching, at=NOON + timedelta(days=2), shares=True)
    assert {second.matches.get().first, second.matches.get().second} == {teacher, late}
    assert {one.organisation.name: one.waited for one in get_entries(fictional=False)}["Early Council"] == 1


def test_real_and_fictional_organisations_never_meet(matching, ashmere):
    fictional = make_organisation("Fictional Council", place=FictionalCouncilFactory(), is_fictional=True)
    make_ask(fictional, "leaving_care")
    make_offer(fictional, "edge_of_care")
    with pytest.raises(policies.UnableToMatch, match="at least two organisations that both ask and offer"):
        make_run(matching)
    page = client_of(matching).post("/peers/runs/new/", {"nation": "fictional"})
    assert "at least two organisations" in page.content.decode()
    assert not MatchRun.objects.exists()


def test_a_run_is_kept_with_its_inputs_and_compared_with_the_one_before(matching, ashmere, brackwater):
    browser = client_of(matching)
    first = make_run(matching, at=NOON, shares=True)
    again = make_run(matching, at=NOON + timedelta(days=1))
    assert again.inputs_sum == first.inputs_sum
    page = browser.get(again.get_absolute_url()).content.decode()
    assert "Nothing has changed in what organisations ask and offer. Same pairs: 1. New: 0." in page
    make_council("Cold Fell Council", "edge_of_care", "missing")
    PeerOffer.objects.filter(organisation=brackwater).update(closed_at=NOON)
    PeerOffer.objects.create(
        organisation=make_council("Dunmoor Council", "leaving_care"), topic="edge_of_care", hours_a_quarter=8,
        since=NOON, confirmed_at=NOON,
    )  # fmt: skip
    response = browser.post("/peers/runs/new/", {"nation": "real"})
    latest = MatchRun.objects.latest("pk")
    assert response["Location"] == latest.get_absolute_url()
    assert latest.inputs_sum != first.inputs_sum
    page = browser.get(latest.get_absolute_url()).content.decode()
    assert "has changed since. Same pairs: 0. New: 2. No longer proposed: 1." in page
    assert "No longer with a match: Brackwater Council" in page
    assert "Now with a match: Cold Fell Council, Dunmoor Council" in page
    assert AuditEntry.objects.filter(action="peers.matched").count() == 3


def test_coordinators_hear_of_a_shared_matching_and_nothing_of_what_is_asked(matching, ashmere, brackwater):
    coordinator, member = make_member(ashmere, "coordinator"), make_member(ashmere, "member")
    elsewhere = make_member(make_council("Cold Fell Council"), "coordinator")
    run = make_run(matching)
    assert not Notice.objects.exists()
    assert render_shared(coordinator, str(run.pk)) is None
    services.decide_run(run=run, shares=True, decision="", by=matching, at=NOON)
    assert list(Notice.objects.values_list("user", "kind")) == [(coordinator.pk, "match.shared")]
    text = render_shared(coordinator, str(run.pk))
    assert (text.heading, text.path) == ("New matches for your organisation", "/peers/matches/")
    for somebody in (member, elsewhere):
        assert render_shared(somebody, str(run.pk)) is None
    discarded = make_run(matching)
    services.decide_run(run=discarded, shares=False, decision="", by=matching, at=NOON)
    assert Notice.objects.count() == 1


def test_long_lists_are_cut(matching, monkeypatch):
    for number in range(4):
        make_council(f"Council {number}", "edge_of_care", "leaving_care", shown_to="members")
    for number in range(4, 8):
        make_council(f"Council {number}", "leaving_care", "edge_of_care")
    make_council("Late Council", "housing", "missing")
    make_council("Later Council", "housing", "missing")
    monkeypatch.setattr(views, "PAIRS_A_PAGE", 3)
    monkeypatch.setattr(views, "MOST_NAMED", 1)
    monkeypatch.setattr(declaring, "SHOWN_OF_A_TOPIC", 2)
    run = make_run(matching)
    page = client_of(matching).get(run.get_absolute_url()).content.decode()
    assert page.count(" can learn about ") == 3
    assert "The first 1 of 2." in page
    assert client_of(matching).get(f"{run.get_absolute_url()}?page=2").content.decode().count(" can learn about ") == 1
    page = client_of(matching).get("/peers/?topic=edge_of_care").content.decode()
    assert "Show all topics" in page
    assert "Leaving care" not in page
    assert "Leaving care" in client_of(matching).get("/peers/?topic=gardening").content.decode()


def test_a_run_is_decided_once(matching, ashmere, brackwater):
    browser = client_of(matching)
    run = make_run(matching)
    assert "Choose one" in browser.post(run.get_absolute_url(), {}).content.decode()
    browser.post(run.get_absolute_url(), {"answer": "share", "decision": "Looks right"})
    run.refresh_from_db()
    assert (run.state, run.decision, run.decided_by) == ("shared", "Looks right", matching)
    page = browser.post(run.get_absolute_url(), {"answer": "discard"}).content.decode()
    assert "This matching was already shared. Run a new one." in page
    assert "Looks right" in page
    assert "Looks right" not in client_of(make_member(ashmere)).get("/peers/matches/").content.decode()
    assert may(policies.check_can_decide, matching, MatchRun(state="proposed"))
    assert not may(policies.check_can_decide, matching, MatchRun(state="discarded"))
    assert not may(policies.check_can_decide, UserFactory(), MatchRun(state="proposed"))
    assert may(policies.check_can_run, matching, number_taking_part=2)
    assert not may(policies.check_can_run, matching, number_taking_part=1)
    assert not may(policies.check_can_run, UserFactory(), number_taking_part=2)


def test_matches_as_a_file(matching, ashmere, brackwater):
    run = make_run(matching)
    text = client_of(matching).get(f"{run.get_absolute_url()}matches.csv").content.decode()
    assert text.splitlines()[1] == (
        "Ashmere Council,Edge of care,8,Brackwater Council,Leaving care,8,Both ways,They are both in North West."
    )


def test_the_list_of_runs(matching, ashmere, brackwater):
    browser = client_of(matching)
    assert "No runs yet." in browser.get("/peers/runs/").content.decode()
    make_run(matching)
    page = browser.get("/peers/runs/").content.decode()
    assert "Organisations that ask or offer: 2. Taking part, because they do both: 2." in page
    assert "<td>2 of 2</td>" in page.replace(' data-label="Got a match"', "")
    assert "Maia Matching" in page
    assert browser.post("/peers/runs/new/", {"nation": "other"}).status_code == 302
    assert MatchRun.objects.count() == 1


def test_what_two_have_in_common():
    leeds = Facts(1, "North", frozenset({2}), 100.0, Standing("good", "Good", "2018"))
    assert compare(leeds, Facts(2, "South", frozenset(), 151.0)) == Common(are_neighbours=True)
    assert compare(Facts(2), leeds) == Common(are_neighbours=True)
    assert compare(leeds, Facts(3, "North", frozenset(), 150.0)) == Common(region="North", is_similar_size=True)
    assert compare(leeds, Facts(3, standing=Standing("good", "Good", "2012"))) == Common()
    other = compare(leeds, Facts(3, standing=Standing("inadequate", "Inadequate", "2012")))
    assert other == Common(are_at_different_points=True)
    assert compare(Facts(), Facts()) == Common()
    assert Common(True, "North", True, True).points == 7
    assert Common(True).points > Common(region="North").points > Common(is_similar_size=True).points == 1


def test_facts_come_from_figures_and_journeys_of_councils(ashmere):
    charity = make_organisation("Otterdale Trust", kind="charity", place=ashmere.place)
    judge(ashmere, "2019", "good")
    make_journey_place(ashmere, on="2021-03", stage="great")
    make_journey_place(charity, on="2020", stage="fair")
    facts = get_facts([ashmere, charity], fictional=False)
    assert facts[ashmere.pk].standing == Standing("great", "Great", "2021-03")
    assert facts[ashmere.pk].region == "North West"
    assert facts[charity.pk] == Facts(standing=Standing("fair", "Fair", "2020"))


def test_neighbours_and_size_come_from_published_figures(ashmere, brackwater, monkeypatch):
    monkeypatch.setattr(
        likeness, "_get_neighbours", lambda places, fictional: {ashmere.place_id: frozenset({brackwater.place_id})}
    )
    sizes = {ashmere.place.code: 1000.0, brackwater.place.code: 1400.0}
    monkeypatch.setattr(likeness, "_get_children", lambda fictional: sizes)
    facts = get_facts([ashmere, brackwater], fictional=False)
    common = compare(facts[ashmere.pk], facts[brackwater.pk])
    assert common == Common(True, "North West", True)


def test_a_matching_asks_the_database_as_often_for_many(matching, ashmere, brackwater, django_assert_max_num_queries):
    for number in range(6):
        make_council(f"Council {number}", "edge_of_care", "leaving_care")
    with django_assert_max_num_queries(34):
        run = make_run(matching)
    services.decide_run(run=run, shares=True, decision="", by=matching, at=NOON)
    with django_assert_max_num_queries(24):
        client_of(matching).get(run.get_absolute_url())
    assert get_matches(ashmere)
