"""Councils known to use a model: on its page, on theirs, and never more than the reader may see."""

import re
from datetime import UTC, datetime

import pytest

from cairn.adoption.models import Adoption
from cairn.adoption.services import load_known_users
from cairn.library.definitions.programmes import get_known_programmes
from cairn.library.definitions.starter import get_starter
from cairn.library.models import PracticeModel, Project
from cairn.places.models import Place
from tests.factories.accounts import UserFactory
from tests.factories.places import CouncilFactory
from tests.factories.records import join, make_draft, make_team

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 1, 1, tzinfo=UTC)
AT = {"created_at": LATER, "updated_at": LATER}
QUERIES = 28  # of a council's page, however much was tried there


def test_every_model_that_is_named_is_one_of_the_library():
    assert {known.model for known in get_known_programmes()} - {""} <= {row["key"] for row in get_starter().models}


def test_model_page_names_councils_with_a_caution(client, starter):
    page = client.get("/models/no-wrong-door/").content.decode()
    panel = page.partition("Councils using it")[2]
    for name in ("North Yorkshire", "Middlesbrough", "Bradford"):
        assert name in panel
    assert "There may be more, and some may have stopped." in panel
    assert "9 named in our sources, 8 confirmed by the council itself" in panel  # Sheffield is not
    assert ">Sheffield</a> (not confirmed)" in panel
    page = client.get("/models/multisystemic-therapy/").content.decode()
    assert "No councils recorded as using it yet." in page


def test_council_page_names_projects_and_models_and_a_council_without_any_says_so(client, starter):
    page = client.get("/councils/bradford/").content.decode()
    assert "Models used here" in page
    assert ">No Wrong Door</a>, since January 2017" in page
    assert "No projects in Bradford are recorded yet" not in page
    assert "Models used here" not in client.get("/councils/barnet/").content.decode()


def test_council_without_anything_recorded_says_so_by_every_link(client, starter):
    """“None” is true by the database: no project lies there and no use of a model is known."""
    tried = set(Project.objects.values_list("places", flat=True)) | set(
        Adoption.objects.values_list("place", flat=True)
    )
    councils = Place.objects.councils().real().current()
    nothing, something = councils.exclude(pk__in=tried - {None}).first(), councils.filter(pk__in=tried - {None}).first()
    said = "are recorded yet"
    assert said in client.get(nothing.get_absolute_url()).content.decode()
    assert said not in client.get(something.get_absolute_url()).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_council_page_asks_as_often_for_three_projects_as_for_one(client, django_assert_num_queries, number):
    place = CouncilFactory(code="199", slug="quietshire", name="Quietshire")
    for index in range(number):
        project = Project.objects.create(
            title=f"Project {index}",
            slug=f"project-{index}",
            sharing="public",
            live=True,
            created_at=LATER,
            updated_at=LATER,
        )
        project.places.set([place])
        project.save()
    client.get("/councils/quietshire/")
    with django_assert_num_queries(QUERIES):
        page = client.get("/councils/quietshire/").content.decode()
    assert page.count(">Project ") >= number
    assert page.count("No reported results yet.") == number


def test_council_page_shows_no_project_that_the_reader_may_not_see(client, user):
    place = CouncilFactory(code="199", slug="quietshire", name="Quietshire")
    project = Project.objects.create(title="Not yours", slug="not-yours", sharing="team", live=True, **AT)
    project.places.set([place])
    project.save()
    page = client.get("/councils/quietshire/").content.decode()
    assert "Not yours" not in page
    assert "No projects in Quietshire are recorded yet" in page


def test_page_says_since_when_and_who_says_so(client, starter):
    page = client.get("/using/no-wrong-door-in-bradford/").content.decode()
    assert "B Positive Pathways (No Wrong Door with other parts)." in page
    assert "Bradford Council paper, November 2018" in page
    assert "January 2017" in page
    assert "No source gave a date" in client.get("/using/no-wrong-door-in-middlesbrough/").content.decode()


def test_loading_again_changes_nothing_and_keeps_what_was_edited(starter):
    first = Adoption.objects.get(slug="family-valued-in-leeds")
    first.changes = "We added a part of our own"
    first.save()
    report = load_known_users(at=LATER)
    assert (report.added, report.updated, report.kept) == ([], [], ["family-valued-in-leeds"])
    first.refresh_from_db()
    assert first.changes == "We added a part of our own"


def test_the_page_does_not_tell_of_a_model_that_the_reader_may_not_see(client, starter):
    author = UserFactory()
    hidden = make_draft(PracticeModel, author=author, title="A secret model")
    leeds = Place.objects.get(slug="leeds")
    one = make_draft(
        Adoption, author=author, practice_model=hidden, place=leeds, grade="C", title="Leeds does something"
    )
    Adoption.objects.filter(pk=one.pk).update(live=True, sharing="public")
    page = client.get(one.get_absolute_url())
    assert page.status_code == 200
    assert "A secret model" not in page.content.decode()
    assert "Leeds does something" not in client.get("/councils/quietshire/").content.decode()


def test_somebody_says_that_a_council_uses_a_model_and_later_that_it_stopped(client, starter):
    author = UserFactory()
    team = make_team()
    join(author, team.organisation, team=team)
    client.force_login(author)
    answers = {"place": "Barnet", "status": "starting", "moved_on": "2025-04", "who_says": "Our own plan", "grade": "C"}
    refused = client.post("/using/new/?model=house-project", {**answers, "place": "Atlantis"}).content.decode()
    assert "is not a council we recognise" in refused
    client.post("/using/new/?model=house-project", answers)
    use = Adoption.objects.get(place__slug="barnet")
    assert (use.title, use.live, use.team) == ("Barnet: House Project", False, team)
    assert "<li>April 2025: Barnet, " in client.get("/models/house-project/").content.decode()
    client.post(f"/using/{use.slug}/move/", {"status": "stopped", "moved_on": "2026", "note": "The money ended"})
    page = client.get(use.get_absolute_url()).content.decode()
    assert "<b>Stopped</b><br>2026" in page
    assert "The money ended" in page
    client.logout()
    assert "Barnet" not in client.get("/models/house-project/").content.decode().partition("Councils using it")[2]
    assert client.get("/using/new/?model=house-project").status_code == 302


def test_the_map_and_the_timeline_tell_what_the_list_tells(client, starter):
    page, panel = client.get("/models/no-wrong-door/").content.decode().split("Councils using it", 1)
    drawn = page.partition('class="f-map"')[2].partition("</svg>")[0]
    assert "Map of England: Bradford, Leicester" in drawn
    stones = re.findall(r'class="t[13]" d="([^"]+)"', drawn)
    assert sum(path.count("Z") for path in stones) == 9  # a stone for each council
    assert drawn.count('class="t3"') == 1  # where it began
    timeline = panel.partition("When each council started")[2]
    assert timeline.index("April 2015") < timeline.index("January 2017")
