"""Asks and offers as a table: all of it or nothing, and every wrong row is named with what to do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from cairn.common.exports import to_csv, to_xlsx
from cairn.peers import policies
from cairn.peers.models import PeerAsk, PeerOffer
from cairn.peers.tables import COLUMNS, UnableToReadTable, take_table
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.peers import make_ask
from tests.factories.places import CouncilFactory
from tests.factories.records import NOON, join, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
GOOD = ("Otterdale Council", "Ask", "Edge of care", "8", "", "Evenings", "", "")


@pytest.fixture
def council():
    return make_organisation(place=CouncilFactory())


@pytest.fixture
def coordinator(council):
    user = UserFactory(email="cora@example.org")
    join(user, council, role="coordinator")
    return user


def take(user, *rows, header=COLUMNS):
    return take_table(
        rows=[(number, list(cells)) for number, cells in enumerate((header, *rows), start=1)], by=user, at=NOON
    )


def change(**cells):
    names = ("organisation", "side", "topic", "hours", "visits", "context", "shown", "contact")
    given = dict(zip(names, GOOD, strict=True)) | cells
    return tuple(given.values())


def test_asks_and_offers_are_added_and_changed(council, coordinator):
    offer = change(
        side=" offer ", topic="leaving_care", hours="12", visits="yes", shown="Members", contact="CORA@example.org"
    )
    assert take(coordinator, GOOD, ("# Example", "Ask"), offer) == (2, 0, [])
    ask, made = PeerAsk.objects.get(), PeerOffer.objects.get()
    assert (ask.topic, ask.hours_a_quarter, ask.context, ask.shown_to) == ("edge_of_care", 8, "Evenings", "own")
    assert (made.topic, made.hosts_visits, made.shown_to, made.contact) == (
        "leaving_care",
        True,
        "members",
        coordinator,
    )
    assert take(coordinator, change(hours="16")) == (0, 1, [])
    ask.refresh_from_db()
    assert ask.hours_a_quarter == 16
    assert PeerAsk.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"organisation": "Oterdale Council"}, "Organisation", "is not an organisation for which you are a "
         "coordinator. Did you mean “Otterdale Council”?"),
        ({"organisation": "Ashmere Council"}, "Organisation", "is not an organisation for which you are a coord"),
        ({"organisation": ""}, "Organisation", "“” is not an organisation"),
        ({"side": "Wish"}, "Ask or offer", "“Wish” is neither. Enter “Ask” or “Offer”."),
        ({"topic": "Edge of caer"}, "Topic", "“Edge of caer” is not a topic. Did you mean “Edge of care”?"),
        ({"topic": "Gardening"}, "Topic", "“Gardening” is not a topic. Use a topic from the list on this page."),
        ({"hours": "3"}, "Hours a quarter", "“3” is not a number of hours. Enter a whole number from 4 to 200."),
        ({"hours": "201"}, "Hours a quarter", "“201” is not a number of hours."),
        ({"hours": "a day"}, "Hours a quarter", "“a day” is not a number of hours."),
        ({"hours": "-8"}, "Hours a quarter", "“-8” is not a number of hours."),
        ({"hours": "²"}, "Hours a quarter", "“²” is not a number of hours."),
        ({"side": "Offer", "visits": "perhaps"}, "Hosts visits", "“perhaps” is neither."),
        ({"context": "x" * 1001}, "Context", "This has 1001 characters. The limit is 1000."),
        ({"context": "She told me that he hits her"}, "Context", "concern about someone’s safety"),
        ({"shown": "friends"}, "Who can see it", "“friends” is none of them. Enter own, matched, members"),
        ({"contact": "nobody@example.org"}, "Contact e-mail", "No member of Otterdale Council has this e-mail"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_with_what_to_do_and_nothing_is_saved(council, coordinator, cells, column, sentence):
    make_organisation("Ashmere Council")
    added, changed, problems = take(coordinator, change(topic="Going missing"), change(**cells))
    assert (added, changed) == (0, 0)
    [wrong] = problems
    assert wrong.row == 3
    assert wrong.column == column
    assert sentence in wrong.sentence
    assert not PeerAsk.objects.exists()


def test_one_row_twice_is_refused(council, coordinator):
    _, _, problems = take(coordinator, GOOD, GOOD)
    assert [(one.row, one.sentence) for one in problems] == [(3, "Row 2 says this already. Keep one of them.")]
    assert not PeerAsk.objects.exists()


@pytest.mark.parametrize(
    ("rows", "header", "sentence"),
    [
        ((GOOD,), (*COLUMNS[:2], "Topics", *COLUMNS[3:]), "There is no column “Topics”. Did you mean “Topic”?"),
        ((GOOD,), (*COLUMNS[:7], "Zzz"), "There is no column “Zzz”. Remove it."),
        ((GOOD[:3],), COLUMNS[:3], "The column “Hours a quarter” is missing."),
        ((GOOD,), (*COLUMNS[:7], "Topic"), "The column “Topic” appears twice."),
        ((), COLUMNS, "There are no rows under the header."),
        ((("# Example", "Ask"),), COLUMNS, "There are no rows under the header."),
    ],
)
def test_a_wrong_table_is_refused_as_a_whole(council, coordinator, rows, header, sentence):
    with pytest.raises(UnableToReadTable, match=sentence):
        take(coordinator, *rows, header=header)


def test_an_empty_table_is_refused(coordinator):
    with pytest.raises(UnableToReadTable, match="empty"):
        take_table(rows=[], by=coordinator, at=NOON)


def test_the_matching_coordinator_imports_for_everyone_but_overwrites_nothing(council):
    matching = give_site_role(UserFactory(), "matching")
    make_organisation("Ashmere Council")
    assert take(matching, GOOD, change(organisation="ashmere  council")) == (2, 0, [])
    added, changed, problems = take(matching, change(topic="Missing"), change(hours="20"))
    assert "Only a coordinator of the organisation can change" in problems[0].sentence
    assert "on this site" in take(matching, change(organisation="Nowhere"))[2][0].sentence
    assert (added, changed, problems[0].row) == (0, 0, 3)
    assert PeerAsk.objects.count() == 2


def test_the_page_takes_csv_and_excel_and_shows_what_is_wrong(council, coordinator):
    browser = client_of(coordinator)
    files = {
        "a.csv": to_csv(COLUMNS, [GOOD]).encode(),
        "a.xlsx": to_xlsx([("Sheet", COLUMNS, [change(topic="Going missing")])]),
    }
    for name, content in files.items():
        response = browser.post("/peers/import/", {"file": SimpleUploadedFile(name, content)})
        assert response.status_code == 302, response.content.decode()
    assert set(PeerAsk.objects.values_list("topic", flat=True)) == {"edge_of_care", "missing"}
    wrong = to_csv(COLUMNS, [change(topic="Gardening")]).encode()
    page = browser.post("/peers/import/", {"file": SimpleUploadedFile("b.csv", wrong)}).content.decode()
    assert "1 row needs a change. Nothing was saved." in page
    assert "“Gardening” is not a topic." in page
    for given, sentence in (
        ({}, "Choose a file"),
        ({"file": SimpleUploadedFile("b.txt", b"Hello")}, "This file is not a spreadsheet"),
        ({"file": SimpleUploadedFile("b.csv", b"Nonsense\nx")}, "There is no column “Nonsense”"),
        ({"file": SimpleUploadedFile("b.csv", b"x" * (2 * 1024 * 1024 + 1))}, "The limit is 2.0"),
    ):
        assert sentence in browser.post("/peers/import/", given).content.decode()


def test_who_may_import(council, coordinator):
    member = UserFactory()
    join(member, council)
    for user, status in ((member, 403), (UserFactory(), 403), (coordinator, 200), (None, 302)):
        for path in ("/peers/import/", "/peers/import/template.csv"):
            assert client_of(user).get(path).status_code == status
        assert policies.can_import(user) is (status == 200) if user else True
        offered = "Import a spreadsheet" in client_of(user).get("/peers/").content.decode()
        assert offered is (status == 200)
    assert "Organisation,Ask or offer" in client_of(coordinator).get("/peers/import/template.csv").content.decode()


def test_a_download_can_be_imported_again(council, coordinator):
    make_ask(council, "edge_of_care", context="Evenings", shown_to="members", contact=coordinator)
    text = client_of(coordinator).get("/peers/asks-and-offers.csv").content.decode()
    client_of(coordinator).post("/peers/import/", {"file": SimpleUploadedFile("a.csv", text.encode())})
    ask = PeerAsk.objects.get()
    assert ask.confirmed_at > NOON
    assert (ask.context, ask.confirmed_at.date()) == ("Evenings", now().date())
    assert (ask.shown_to, ask.contact) == ("members", coordinator)  # of which the table has no column
