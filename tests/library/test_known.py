"""No page says “none” of what a link leads to, and none tells of what its reader may not see."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils.html import strip_tags

import cairn
from cairn.common.documents import Facts, Table
from cairn.library.models import Award, PracticeModel, Project
from cairn.library.presenters import known as words
from cairn.library.presenters.known import KnownView
from cairn.library.queries.known import find_known
from cairn.papers.models import Paper
from cairn.papers.presenters.composing import compose
from cairn.papers.presenters.options import NEWER
from cairn.papers.queries import get_material, take_snapshot
from cairn.records import services as records
from cairn.records.models import Record
from tests.factories.accounts import UserFactory
from tests.factories.papers import make_public_claim
from tests.factories.places import CouncilFactory
from tests.factories.records import NOON, join, make_record, make_team
from tests.library.random_libraries import SECRET, RandomLibrary, Twin, build

pytestmark = pytest.mark.django_db
ROOT = Path(cairn.__file__).parent
BY_DAY, BY_NIGHT = range(1), range(1, 8)


def seeds(day, night):
    return [*day, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in night)]


NO_LESSONS = "No lessons yet."


@pytest.fixture
def readers():
    """Anybody, a colleague in the organisation, and one in the team: each sees more than the one before."""
    team = make_team()
    colleague, member = UserFactory(), UserFactory()
    join(colleague, team.organisation)
    join(member, team.organisation, team=team)
    return team, [AnonymousUser(), colleague, member]


def read(client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return " ".join(strip_tags(page.content.decode()).split())


def log_in(user) -> Client:
    client = Client()
    if user.is_authenticated:
        client.force_login(user)
    return client


def list_subjects(library: RandomLibrary, user) -> list:
    every = [*library.models, *library.projects, *library.programmes, *library.rounds, *library.reports]
    return [one for one in every if Twin(one, user).sees(one)]


@pytest.mark.parametrize("seed", seeds(BY_DAY, BY_NIGHT))
def test_absence_is_said_where_a_slow_walk_finds_nothing_and_nowhere_else(seed, readers):
    team, people = readers
    library = build(seed, team)
    for user in people:
        subjects = list_subjects(library, user)
        known = find_known(subjects, Record.objects.visible_to(user))
        for subject in subjects:
            view, twin = KnownView(known[subject.pk]), Twin(subject, user)
            assert (view.no_results == words.NO_RESULTS) is not twin.has_results(), subject
            assert (view.no_costs == words.NO_COSTS) is not twin.has_costs(), subject
            assert bool(known[subject.pk].knows("lessons")) is twin.has_lessons(), subject
            told = {one.pk for one in known[subject.pk].claims}
            assert told == {one.pk for one in twin.list_own_claims()}, subject


@pytest.mark.parametrize("seed", seeds([0], [3]))
def test_pages_say_absence_only_where_nothing_is_reachable_and_reveal_nothing(seed, readers):
    team, people = readers
    library = build(seed, team)
    for user in people:
        client = log_in(user)
        for subject in list_subjects(library, user):
            page, twin = read(client, subject.get_absolute_url()), Twin(subject, user)
            if twin.has_results():
                assert words.NO_RESULTS not in page
            if twin.has_costs():
                assert words.NO_COSTS not in page
            if twin.has_lessons():
                assert NO_LESSONS not in page
            elif isinstance(subject, PracticeModel | Project):
                assert NO_LESSONS in page
            if not user.is_authenticated:
                assert SECRET not in page


@pytest.mark.parametrize("seed", seeds([1], [4]))
def test_comparison_and_paper_say_absence_only_where_nothing_is_reachable(seed, readers):
    team, people = readers
    library = build(seed, team)
    for user in people:
        models = [one for one in library.models if Twin(one, user).sees(one)]
        options = [*models, *(one for one in library.projects if Twin(one, user).sees(one))][:6]
        if len(models) > 1:
            address = "/models/compare/?" + "&".join(f"m={one.slug}" for one in models)
            compared = log_in(user).get(address)
            rows = dict(compared.context["rows"])
            for number, model in enumerate(models):
                said = rows["What it cost or saved"][number] == [words.NO_COSTS]
                assert said is not Twin(model, user).has_costs()
            if not user.is_authenticated:
                assert SECRET not in compared.content.decode()
        readable = Record.objects.visible_to(user)
        snapshot = take_snapshot(about=None, options=options, place=None, measures=[], user=user, on=NOON.date())
        paper = Paper(title="A paper", options=[one.slug for one in options], snapshot=snapshot, updated_at=NOON)
        document = compose(paper, get_material(paper, readable))
        absent = [not Twin(one, user).has_costs() for one in options]
        costs = [dict(block.rows)["Cost or saving"] for block in document.blocks if isinstance(block, Facts)]
        assert [cell == words.NO_COSTS for cell in costs] == absent
        tables = [block for block in document.blocks if isinstance(block, Table) and block.columns[-1] == "Cost"]
        strip = sorted((row[0], row[-1]) for table in tables for row in table.rows)  # by letter
        assert [cell == words.NO_COSTS for _, cell in strip] == absent
        letters = [letter for letter, is_absent in zip("ABCDEF", absent, strict=False) if is_absent]
        assert bool(letters) is ("No costs found: " in str(document))
        if not user.is_authenticated:
            assert SECRET not in str(document)


def test_what_came_later_than_a_paper_is_not_called_absent():
    """Its results are those of a day; that something is not there is said as of today."""
    author = UserFactory()
    project = make_record(Project, author=author, title="A project")
    given = {"about": None, "place": None, "measures": [], "user": AnonymousUser(), "on": NOON.date()}
    paper = Paper(options=[project.slug], snapshot=take_snapshot(options=[project], **given), updated_at=NOON)
    assert words.NO_COSTS in tell(paper)
    model = make_record(PracticeModel, author=author, title="A model")
    Project.models_used.through.objects.create(project=project, practicemodel=model)
    make_public_claim(model, author=author, title="£500 saved", topic="cost")
    assert words.NO_COSTS not in tell(paper)
    assert "£500 saved" not in tell(paper)
    assert NEWER in tell(paper)
    paper.snapshot = take_snapshot(options=[project], **given)
    assert "£500 saved (reported for the model A model;" in tell(paper)


def tell(paper: Paper) -> str:
    return str(compose(paper, get_material(paper, Record.objects.visible_to(AnonymousUser()))))


def test_what_a_model_takes_is_not_taken_for_a_cost():
    model = make_record(PracticeModel, takes="Two social workers for twenty families.")
    view = KnownView(find_known([model], Record.objects.all())[model.pk])
    assert view.no_costs == words.NO_COSTS
    assert view.describe_costs() == [words.NO_COSTS]


def test_result_of_a_project_with_two_models_is_put_down_to_neither():
    """Leeds and West Berkshire share a practice and no evidence (domain.md, section 6, row 21)."""
    author = UserFactory()
    project = make_record(Project, author=author, title="Two at once")
    models = [make_record(PracticeModel, author=author, title=title) for title in ("First", "Second")]
    for model in models:
        Project.models_used.through.objects.create(project=project, practicemodel=model)
    make_public_claim(project, author=author, title="15.5% fewer")
    page = read(Client(), models[0].get_absolute_url())
    assert "15.5% fewer" not in page
    assert "No results reported for this alone. Results are recorded for: Two at once." in page


def test_result_of_the_only_project_is_shown_for_its_model_with_where_it_is_from():
    author = UserFactory()
    project = make_record(Project, author=author, title="No Wrong Door, North Yorkshire")
    project.places.add(CouncilFactory(name="North Yorkshire"))
    project.places.commit()
    model = make_record(PracticeModel, author=author, title="No Wrong Door")
    Project.models_used.through.objects.create(project=project, practicemodel=model)
    Award.objects.create(project=project, words="£2.1m")
    make_public_claim(project, author=author, title="86% stayed out of care", grade="S")
    page = read(Client(), model.get_absolute_url())
    assert "reported for North Yorkshire’s project" in page
    assert "£2.1m (North Yorkshire’s project)" in page
    assert "The one result about what changed is a second-hand account of an evaluation." in page


def test_thread_calls_nothing_missing_that_is_linked_to_its_model():
    author = UserFactory()
    project, model = (make_record(kind, author=author, title=kind.__name__) for kind in (Project, PracticeModel))
    missing = "No challenge is linked to this project."
    assert missing in read(Client(), project.get_absolute_url())
    Project.models_used.through.objects.create(project=project, practicemodel=model)
    challenge = make_record(author=author)
    records.link(source=model, target=challenge, relation="comes_from", reason="", by=author, at=NOON)
    assert missing not in read(Client(), project.get_absolute_url())


SAID = re.compile(
    r"Nothing recorded|No results? (?:of its own|has been|is recorded)|No cost (?:was|is)|"
    r"Nothing about its cost|(?:Nobody|No one) (?:(?:is )?named|has told a lesson|to ring)|Outside a programme, as far"
)
SOURCES = [
    path
    for app in ("library", "papers", "voice", "lessons", "adoption")
    for path in (*(ROOT / app).rglob("*.py"), *(ROOT / "templates" / app).rglob("*.html"))
    if "migrations" not in path.parts and path != ROOT / "library" / "presenters" / "known.py"
]


def test_no_page_has_a_sentence_of_absence_of_its_own():
    """They stand in `presenters/known.py`; these are of one row, with no links, or of one cell of the gap map."""
    found = {str(path.relative_to(ROOT)): SAID.findall(path.read_text()) for path in SOURCES}
    assert {path: said for path, said in found.items() if said} == {
        "templates/library/project.html": ["No one named"],  # who watches a risk
        "templates/library/gap.html": ["No result is recorded"],  # counted by `presenters/gap_map.py`
        "voice/enums.py": ["No one is named"],  # in a story
        "voice/presenters/stories.py": ["No one is named"],
    }
