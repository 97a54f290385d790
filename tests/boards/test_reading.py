"""What each reader sees of a board: what it cites is looked up for them at each request."""

import pytest
from django.test import Client

from cairn.boards.models import BoardPage
from cairn.lessons.models import Insight
from cairn.library.definitions.starter import get_starter
from cairn.library.models import MethodUse, Programme, Round, Source
from cairn.places.models import CircleMembership
from cairn.records import services as records
from cairn.records.models import Record
from tests.cases import by_day
from tests.factories.accounts import UserFactory
from tests.factories.boards import change, example, make_board, make_body, make_cited, make_draft_board, publish, tie
from tests.factories.library import make_claim
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON, join, make_circle, make_organisation, make_team

pytestmark = pytest.mark.django_db
SECRET = "Nobody outside may read that Otterdale closed it"
TAKEN_BACK = "Withdrawn by the people who wrote it."
MOST_BYTES = 100_000


def read(address: str, user=None) -> str:
    client = Client()
    if user is not None:
        client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def everywhere(board: BoardPage, user=None) -> dict[str, str]:
    addresses = (board.get_absolute_url(), f"{board.get_absolute_url()}versions/1/", "/boards/introductory-sheet/")
    return {address: read(address, user) for address in addresses}


@pytest.fixture
def people():
    """By how they stand to the team that owns the record."""
    organisation = make_organisation()
    colleague, neighbour, partner, stranger = (UserFactory() for _ in range(4))
    team = make_team(organisation, "Edge of care", colleague)
    join(neighbour, organisation, team=make_team(organisation, "Fostering"))
    circle = make_circle(partner, organisation=organisation)
    CircleMembership.objects.get_or_create(circle=circle, user=colleague, defaults={"joined_at": NOON})
    join(stranger, make_organisation("Larkmoor Council"))
    return {
        "team": team,
        "circle": circle,
        "colleague": colleague,
        "neighbour": neighbour,
        "partner": partner,
        "stranger": stranger,
        "anonymous": None,
    }


WHO_SEES = {
    "team": {"colleague"},
    "organisation": {"colleague", "neighbour"},
    "circle": {"colleague", "partner"},
    "public": {"colleague", "neighbour", "partner", "stranger", "anonymous"},
}


@pytest.mark.parametrize("kind", by_day(["insight", "project", "practice_model", "method"], one_in=4))
@pytest.mark.parametrize("sharing", WHO_SEES)
def test_board_shows_of_a_record_what_its_reader_may_see_and_nothing_else(people, kind, sharing):
    owned = {"team": people["team"], "organisation": people["team"].organisation}
    circle = people["circle"] if sharing == "circle" else None
    secret = make_cited(kind, sharing=sharing, circle=circle, title=SECRET, summary=SECRET, **owned)
    block = (kind, secret) if kind in ("insight", "method") else example(secret, what_happened=SECRET)
    board = make_board(("insight", make_cited(title="Everybody may read this")), block)
    for name in ("colleague", "neighbour", "partner", "stranger", "anonymous"):
        for address, page in everywhere(board, people[name]).items():
            shown = SECRET in page
            if address.endswith("sheet/") and kind != "insight":
                assert not shown
                continue
            assert shown == (name in WHO_SEES[sharing]), (name, address)
            assert "Everybody may read this" in page
            assert TAKEN_BACK not in page
            if not shown:
                assert secret.slug not in page


def test_draft_of_a_record_is_on_no_board_even_for_who_wrote_it(people):
    owned = {"team": people["team"], "organisation": people["team"].organisation, "author": people["colleague"]}
    board = make_board(("insight", make_cited(title=SECRET, live=False, sharing="team", **owned)))
    assert all(SECRET not in page for page in everywhere(board, people["colleague"]).values())


def test_links_of_an_insight_to_what_is_hidden_are_not_there(people):
    owned = {"team": people["team"], "organisation": people["team"].organisation}
    insight = make_cited()
    hidden = make_cited("project", sharing="team", title=SECRET, **owned)
    tie(hidden, insight, "supports", SECRET)
    tie(make_cited("project", title="A project that all may read"), insight, "contradicts", "It went otherwise.")
    board = make_board(("insight", insight))
    for name in ("stranger", "anonymous"):
        page = read(board.get_absolute_url(), people[name])
        assert SECRET not in page
        assert hidden.slug not in page
        assert "What supports it: nothing recorded that you can see" in page
        assert "A project that all may read" in page
    assert SECRET in read(board.get_absolute_url(), people["colleague"])


@pytest.mark.parametrize("kind", ["insight", "project", "method"])
def test_what_was_taken_back_leaves_one_neutral_phrase_in_the_board_and_in_its_old_versions(kind):
    author = UserFactory()
    one, other = (make_cited(kind, title=f"{SECRET} {n}", summary=SECRET, author=author) for n in (1, 2))
    blocks = [(kind, record) if kind != "project" else example(record, what_happened=SECRET) for record in (one, other)]
    board = make_board(*blocks, ("paragraph", "What stays."))
    assert SECRET in read(f"{board.get_absolute_url()}versions/1/")
    for record in (one, other):
        records.withdraw_record(record=Record.objects.get(pk=record.pk), by=author, at=NOON)
    for address in (board.get_absolute_url(), f"{board.get_absolute_url()}versions/1/"):
        page = read(address)
        assert SECRET not in page
        assert page.count(TAKEN_BACK) == 1
        assert "What stays." in page
    assert SECRET not in read("/boards/introductory-sheet/")


def test_what_was_private_and_taken_back_leaves_nothing_at_all(people):
    owned = {"team": people["team"], "organisation": people["team"].organisation, "author": people["colleague"]}
    private = make_cited(title=SECRET, sharing="organisation", **owned)
    board = make_board(("insight", private))
    records.withdraw_record(record=Record.objects.get(pk=private.pk), by=people["colleague"], at=NOON)
    for name in ("colleague", "stranger", "anonymous"):
        assert TAKEN_BACK not in read(board.get_absolute_url(), people[name])


def test_duplicate_that_was_merged_stands_for_the_one_that_stayed():
    kept = make_cited(title="The one that stayed")
    gone = make_cited(title="A duplicate of it", live=False)
    Record.objects.filter(pk=gone.pk).update(merged_into=kept.pk)
    board = make_board(("insight", gone), ("insight", kept))
    page = read(board.get_absolute_url())
    assert page.count("The one that stayed</a>") == 1
    assert "A duplicate of it" not in page


def test_record_of_another_kind_than_its_block_asks_for_is_not_shown():
    project = make_cited("project", title="A project in the place of an insight")
    board = make_board(("insight", project), ("method", project), ("insight", 999_999))
    assert "A project in the place" not in read(board.get_absolute_url())


def test_example_shows_how_it_stands_in_the_programme_without_inventing_a_grant():
    programme = make_cited_programme()
    first = Round.objects.create(title="Round 7", in_programme=programme, **PUBLISHED)
    funded = make_cited("project", title="Paid", funding_status="funded", in_programme=programme, in_round=first)
    unpaid = make_cited("project", title="Unpaid", funding_status="not_funded")
    outside = make_cited("project", title="Elsewhere", funding_status="outside_sector")
    unknown = make_cited("project", title="Who knows")
    model = make_cited("practice_model", title="A way")
    for project in (funded, unpaid):
        project.models_used.set([model])
        project.save()
    alone = make_cited("practice_model", title="A way that nobody tried")
    board = make_board(*[example(one) for one in (funded, unpaid, outside, unknown, model, alone)])
    page = read(board.get_absolute_url())
    told = {
        one.title: page.partition(f">{one.title}</a>")[2].partition("</article>")[0]
        for one in (funded, unpaid, outside, unknown, model, alone)
    }
    assert "Funded in Round 7." in told["Paid"]
    assert "Not funded by the programme." in told["Unpaid"]
    assert "Outside the sector." in told["Elsewhere"]
    assert "Not known whether the programme funded it." in told["Who knows"]
    assert "Funded in Round 7; not funded by the programme." in told["A way"]
    assert "Not known whether the programme funded it." in told["A way that nobody tried"]


PUBLISHED = {"sharing": "public", "live": True, "created_at": NOON, "updated_at": NOON}


def make_cited_programme(**fields):
    return Programme.objects.create(**{"title": "A programme", **PUBLISHED, **fields})


def test_round_and_programme_that_are_hidden_are_not_named():
    programme = make_cited_programme(title=SECRET, sharing="team")
    project = make_cited("project", funding_status="funded", in_programme=programme)
    page = read(make_board(example(project)).get_absolute_url())
    assert "Funded by a programme." in page
    assert SECRET not in page


def test_method_shows_where_it_helped_and_where_it_did_not(people):
    method = make_cited("method", title="Sitting down together")
    owned = {"team": people["team"], "organisation": people["team"].organisation}
    good, bad = make_cited("project", title="Goodham"), make_cited("project", title="Badham")
    hidden = make_cited("project", title=SECRET, sharing="team", **owned)
    for about, helped, words in (
        (good, "helped", "It went on."),
        (bad, "did_not_help", "It broke off."),
        (hidden, "helped", SECRET),
    ):
        MethodUse.objects.create(method=method, about_id=about.pk, helped=helped, words=words)
    page = read(make_board(("method", method)).get_absolute_url())
    assert "It went on." in page.partition("Where it helped")[2].partition("Where it did not help")[0]
    assert "It broke off." in page.partition("Where it did not help")[2]
    assert SECRET not in page


def test_reference_keeps_its_citation_when_its_address_is_dead():
    keys = sorted(get_starter().sources)
    dead = Source.objects.create(
        key=keys[0],
        title="A report",
        publisher="A press",
        year="2016",
        address="https://gone.example/",
        state="dead",
        checked_at=NOON,
    )
    works = Source.objects.create(
        key=keys[1], title="Another", address="https://here.example/", state="works", checked_at=NOON
    )
    bare = Source.objects.create(key=keys[2], title="On paper", year="2014")
    of_a_draft = make_claim(make_cited("project"), author=UserFactory()).source
    Source.objects.filter(pk=of_a_draft.pk).update(title=SECRET)
    named = [("reference", one) for one in (dead, works, bare, of_a_draft)]
    page = read(make_board(*named).get_absolute_url())
    assert SECRET not in page
    assert "https://gone.example/" not in page
    assert "A report, A press, 2016" in page
    assert "Dead link" in page
    assert "link checked on 24 November 2026" in page
    assert 'href="https://here.example/"' in page
    assert "On paper, 2014" in page
    assert "address not found" in page


def test_fictional_council_in_an_example_says_so():
    project = make_cited("project")
    project.places.set([FictionalCouncilFactory()])
    project.save()
    assert "Fictional" in read(make_board(example(project)).get_absolute_url())


def test_conditions_help_or_get_in_the_way_and_one_that_left_the_list_is_left_out():
    value = {"side": "helps", "words": "It was cheap."}
    board = make_board(
        ("condition", {"term": "conditions:cost", **value}),
        ("condition", {"term": "conditions:culture", "side": "hinders", "words": "Nobody dared."}),
        ("condition", {"term": "conditions:unheard", "side": "helps", "words": "Unheard of."}),
    )
    page = read(board.get_absolute_url())
    assert "It was cheap." in page.partition("Helps</h3>")[2].partition("Gets in the way</h3>")[0]
    assert "Nobody dared." in page.partition("Gets in the way</h3>")[2]
    assert "Unheard of." not in page


def test_board_tells_what_was_done_with_it_and_never_how_often_it_was_read(people):
    from cairn.actions.models import Action
    from cairn.adoption.models import Adoption

    insight, model = make_cited(), make_cited("practice_model", title="A way")
    owned = {"team": people["team"], "organisation": people["team"].organisation}
    done = Action.objects.create(title="We start on Monday", **PUBLISHED, **owned)
    hidden = Action.objects.create(title=SECRET, **{**PUBLISHED, "sharing": "team"}, **owned)
    tie(done, insight, "comes_from")
    tie(hidden, insight, "comes_from")
    council = FictionalCouncilFactory()
    Adoption.objects.create(title="They use it", practice_model=model, place=council, grade="C", **PUBLISHED)
    page = read(make_board(("insight", insight), example(model)).get_absolute_url())
    part = page.partition("Actions taken")[2]
    assert "We start on Monday" in part
    assert council.name in part
    assert SECRET not in page
    assert "views" not in part


def test_old_version_says_that_it_is_one_and_stays_at_its_address():
    board = make_board(("paragraph", "As it was first."))
    board = publish(change(board, what_changed="Other words.", body=make_body(("paragraph", "As it is now."))))
    first, now_read = read(f"{board.get_absolute_url()}versions/1/"), read(board.get_absolute_url())
    assert "As it was first." in first
    assert "This is version 1" in first
    assert "As it is now." not in first
    assert "As it is now." in now_read
    assert "This is version" not in now_read
    assert "This is version" not in read(f"{board.get_absolute_url()}versions/2/")
    listed = read(f"{board.get_absolute_url()}versions/")
    assert listed.index("Other words.") < listed.index("First version.")
    assert listed.count("Dana Decider") == 2
    assert Client().get(f"{board.get_absolute_url()}versions/3/").status_code == 404


def test_drafts_are_read_by_nobody_outside_the_office():
    board = make_draft_board(("paragraph", SECRET))
    for address in ("", "versions/", "versions/1/", "decision/"):
        for user in (None, UserFactory()):
            client = Client()
            if user:
                client.force_login(user)
            answer = client.get(f"{board.get_absolute_url()}{address}")
            assert answer.status_code in (302, 404)
            assert SECRET not in answer.content.decode()
    assert board.title not in read("/boards/")
    published = publish(board)
    change(published, body=make_body(("paragraph", "Words of a draft")), title="Title of a draft")
    for address in ("/boards/", "/boards/value/", "/boards/value/versions/", "/boards/introductory-sheet/"):
        page = read(address)
        assert "of a draft" not in page


def test_later_board_takes_the_place_of_an_earlier_one_which_says_so():
    old = make_board(("paragraph", "Of old."))
    new = make_board(slug="value-2", title="The value, again", replaces=old)
    assert "Replaced by" in read(old.get_absolute_url())
    assert "The value, again" in read(old.get_absolute_url())
    assert "Replaces" in read(new.get_absolute_url())
    for address in ("/boards/", "/boards/introductory-sheet/"):
        page = read(address)
        assert "The value, again" in page
        assert old.title not in page


def test_sheet_follows_the_boards():
    insights = [make_cited(title=f"Insight {word}") for word in ("one", "two", "three", "four")]
    board = make_board(*[("insight", insight) for insight in insights])
    page = read("/boards/introductory-sheet/")
    assert [f"Insight {word}" in page for word in ("one", "two", "three", "four")] == [True, True, True, False]
    assert "What new ways were worth." in page
    assert "No board yet on: Innovation methods" in page
    publish(change(board, sentence="Quite another sentence.", what_changed="The sentence."))
    assert "Quite another sentence." in read("/boards/introductory-sheet/")
    Insight.objects.filter(pk=insights[0].pk).update(title="Said anew")
    assert "Said anew" in read("/boards/introductory-sheet/")


def test_introduction_leads_newcomers_to_the_sheet_first_once_there_is_a_board():
    assert "introductory-sheet" not in read("/introduction/")
    make_board()
    page = read("/introduction/")
    assert page.index("Read the introductory sheet") < page.index("Innovation and improvement")


def test_pages_ask_as_much_for_one_citation_as_for_many(django_assert_num_queries):
    def blocks(number):
        made = []
        for n in range(number):
            insight, project = make_cited(title=f"Insight {n}"), make_cited("project", title=f"Project {n}")
            project.places.set([FictionalCouncilFactory()])
            project.save()
            tie(project, insight, "supports")
            method = make_cited("method", title=f"Method {n}")
            MethodUse.objects.create(method=method, about_id=project.pk, helped="helped")
            model = make_cited("practice_model", title=f"Model {n}")
            made += [("insight", insight), ("method", method), example(project), example(model)]
        return made

    small, large = make_board(*blocks(1)), make_board(*blocks(5), slug="methods", topic="methods")
    for board, address in ((small, ""), (large, "")):
        with django_assert_num_queries(17):
            answer = Client().get(f"{board.get_absolute_url()}{address}")
    assert len(answer.content) < MOST_BYTES
    for board in (small, large):
        with django_assert_num_queries(24):
            Client().get(f"{board.get_absolute_url()}versions/1/")
    with django_assert_num_queries(6):
        Client().get("/boards/introductory-sheet/")
    with django_assert_num_queries(1):
        Client().get("/boards/")


def test_whoever_follows_a_board_is_told_that_they_do():
    board, client = make_board(), Client()
    client.force_login(UserFactory())
    address = f"{board.get_absolute_url()}follow/"
    assert (
        "You are following this board. We will tell you when it changes."
        in client.post(address, follow=True).content.decode()
    )
    assert "You have stopped following this board." in client.post(address, {"stop": ""}, follow=True).content.decode()
