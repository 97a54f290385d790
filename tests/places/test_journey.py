"""Where organisations were on their improvement journey: dated, with a source, never a rank (row 2)."""

import pytest

from cairn.library.models import ReportedJudgement, Source
from cairn.places import policies, services
from cairn.places.models import JourneyPlace
from cairn.places.queries.journey import find_point, get_journey
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON, join, make_organisation
from tests.factories.suggestions import make_journey_place
from tests.rules import may

pytestmark = pytest.mark.django_db
GIVEN = {"stage": "fair", "on": "2018-03", "source": "Peer review, March 2018", "address": "https://example.org/review"}


@pytest.fixture
def council():
    return make_organisation(place=FictionalCouncilFactory())


@pytest.fixture
def coordinator(council):
    user = UserFactory()
    join(user, council, role="coordinator")
    return user


def judge(place, on, grade, area="overall"):
    source, _ = Source.objects.get_or_create(key="paper", defaults={"title": "A paper", "publisher": "Paper"})
    ReportedJudgement.objects.create(
        place=place, judged_on=on, area=area, grade=grade, framework="ILACS", source=source, source_grade="N"
    )


def test_a_coordinator_and_a_moderator_enter_it_and_nobody_else(council, coordinator):
    member, elsewhere, moderator = UserFactory(), UserFactory(), give_site_role(UserFactory(), "moderator")
    join(member, council)
    join(elsewhere, make_organisation("Ashmere Council"), role="coordinator")
    for user, allowed in ((coordinator, True), (moderator, True), (member, False), (elsewhere, False)):
        assert may(policies.check_can_change_journey, user, council) is allowed
        path = f"/organisations/{council.slug}/journey/"
        assert client_of(user).get(path).status_code == (200 if allowed else 403)
        client_of(user).post(path, {**GIVEN, "source": f"Said by {user.pk}"})
    assert set(JourneyPlace.objects.values_list("entered_by", flat=True)) == {coordinator.pk, moderator.pk}


def test_it_is_a_dated_line_with_its_source_on_both_pages(council, coordinator):
    client_of(coordinator).post(f"/organisations/{council.slug}/journey/", GIVEN)
    for page in (council.get_absolute_url(), council.place.get_absolute_url()):
        content = client_of(None).get(page).content.decode()
        assert "In March 2018: Fair." in content
        assert '<a href="https://example.org/review" rel="noreferrer">Peer review, March 2018</a>' in content
        assert "Edit the improvement journey" not in content
    assert "Edit the improvement journey" in client_of(coordinator).get(council.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"stage": ""}, "Choose one"),
        ({"stage": "best"}, "Choose one"),
        ({"on": "last year"}, "is not a date we can read"),
        ({"source": ""}, "Enter a few words"),
        ({"address": "javascript:alert(1)"}, "Enter a web address"),
    ],
)
def test_what_is_missing_or_wrong_is_said(council, coordinator, given, sentence):
    page = client_of(coordinator).post(f"/organisations/{council.slug}/journey/", {**GIVEN, **given}).content.decode()
    assert sentence in page
    assert not JourneyPlace.objects.exists()


def test_the_same_line_is_entered_once_and_can_be_removed(council, coordinator):
    path = f"/organisations/{council.slug}/journey/"
    client_of(coordinator).post(path, GIVEN)
    assert "in the list already" in client_of(coordinator).post(path, GIVEN).content.decode()
    number = JourneyPlace.objects.get().pk
    other = make_organisation("Ashmere Council")
    assert client_of(coordinator).post(f"/organisations/{other.slug}/journey/{number}/remove/").status_code == 403
    client_of(coordinator).post(f"{path}{number}/remove/")
    assert not JourneyPlace.objects.exists()


def test_row_2_three_years_have_three_answers_each_with_its_source(council):
    """Grades come from the library and stages from here; neither is written twice."""
    judge(council.place, "2009", "inadequate")
    judge(council.place, "2018-12", "outstanding")
    judge(council.place, "2018-12", "good", area="help")
    make_journey_place(council, on="2015", stage="good", source="The council’s own review of 2015")
    for about in (council, council.place):
        points = get_journey(about)
        assert [point.on for point in points] == ["2009", "2015", "2018-12"]
        answers = [find_point(points, year) for year in ("2010", "2015", "2018")]
        assert [answer.words for answer in answers] == ["Inadequate (Ofsted)", "Good", "Outstanding (Ofsted)"]
        assert all(answer.source for answer in answers)
        assert find_point(points, "2008") is None


def test_row_2_leeds_in_2010_2015_and_2018(starter):
    from cairn.places.models import Place

    leeds = Place.objects.get(code="383")
    make_journey_place(make_organisation("Leeds", place=leeds), on="2012", stage="fair", source="Own account of 2012")
    points = get_journey(leeds)
    answers = [find_point(points, year) for year in ("2010", "2012", "2015", "2018")]
    assert [answer.words for answer in answers] == [
        "Inadequate (Ofsted)", "Fair", "Good (Ofsted)", "Outstanding (Ofsted)"
    ]  # fmt: skip
    assert len({answer.source for answer in answers}) >= 3
    page = client_of(None).get("/councils/leeds/inspections/?year=2015").content.decode()
    assert "Good" in page


def test_a_charity_has_no_grade_of_the_area_it_sits_in(council):
    judge(council.place, "2018", "inadequate")
    charity = make_organisation("Otterdale Trust", kind="charity", place=council.place)
    make_journey_place(charity, on="2019", stage="great")
    assert [point.words for point in get_journey(charity)] == ["Great"]
    assert [point.words for point in get_journey(council.place)] == ["Inadequate (Ofsted)"]


def test_lists_of_organisations_and_councils_do_not_sort_by_it(council):
    ashmere = make_organisation("Ashmere Council", place=FictionalCouncilFactory())
    make_journey_place(ashmere, stage="poor")
    make_journey_place(council, stage="great")
    page = client_of(None).get("/organisations/").content.decode()
    assert page.index("Ashmere Council") < page.index(council.name)
    assert "Great" not in page


def test_who_entered_it_goes_with_their_account(council, coordinator):
    from cairn.accounts.services import erase_account

    made = services.add_journey_place(organisation=council, by=coordinator, at=NOON, **GIVEN)
    erase_account(user=coordinator, at=NOON)
    made.refresh_from_db()
    assert made.entered_by is None
