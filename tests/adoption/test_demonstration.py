"""What the fictional people of the demonstration have told: made by the services that everybody uses, and once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.accounts.services import create_demonstration_users
from cairn.actions.models import Action
from cairn.adoption.models import (
    Adaptation,
    Adoption,
    AdoptionMove,
    EmbedAnswer,
    Embedding,
    EmbedReview,
    FidelityCheck,
    OwnFigure,
)
from cairn.adoption.presenters.figures import list_own_measures
from cairn.adoption.queries import get_sites
from cairn.adoption.services import (
    load_demonstration_checks,
    load_demonstration_figures,
    load_demonstration_uses,
)
from cairn.lessons.models import AnonymousDraft, Answer, Lesson, OpenQuestion
from cairn.lessons.queries import get_failures_of_others
from cairn.lessons.services import load_demonstration_lessons
from cairn.library.models import PracticeModel, Project, ProjectUpdate, ReportedJudgement, SelfCheck
from cairn.library.queries.updates import get_needs
from cairn.library.services import load_demonstration_projects
from cairn.library.services.demonstration import CHECKED, SELF_CHECK
from cairn.places.services import load_demonstration_organisations, load_fictional_places
from cairn.records import services as records
from cairn.records.models import Record
from cairn.voice.definitions import sounds_like_a_safeguarding_concern
from tests.factories.accounts import UserFactory
from tests.factories.guidance import make_guidance, make_recommendation
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db


def load(times=1):
    for _ in range(times):
        load_demonstration_projects(at=NOON)
        load_demonstration_lessons(at=NOON)
        load_demonstration_checks(at=NOON)
        load_demonstration_figures(at=NOON)


@pytest.fixture
def people(settings):
    settings.DEMONSTRATION = True  # its editor needs no second step
    create_demonstration_users()
    load_fictional_places()
    load_demonstration_organisations(at=NOON)
    return {user.email.replace("@", "_"): user for user in User.objects.filter(is_demonstration=True)}


def count():
    models = (Record, Lesson, Answer, ProjectUpdate, EmbedReview, EmbedAnswer, ReportedJudgement, AnonymousDraft)
    return [model.objects.count() for model in models]


def test_demonstration_twice_tells_everything_once(people):
    load(times=2)
    assert count() == [9, 4, 1, 1, 1, 8, 1, 0]
    lessons = Lesson.objects.order_by("happened", "sharing").values_list("happened", "sharing", "organisation__name")
    assert list(lessons) == [
        ("did_not_work", "circle", "Brindlebridge Council"),
        ("did_not_work", "public", "Ottenvale Council"),
        ("mixed", "public", None),
        ("worked", "public", "Ottenvale Council"),
    ]
    assert not Record.objects.filter(live=False).exists()
    assert Embedding.objects.get().started_on == localdate(NOON)


def test_what_somebody_withdrew_in_the_demonstration_stays_withdrawn(people):
    load()
    lesson = Lesson.objects.get(slug="fictional-worker-who-stayed")
    records.withdraw_record(record=lesson, by=lesson.author, at=NOON)
    before = count()
    load()
    assert count() == before
    assert Lesson.objects.get(pk=lesson.pk).title == ""


def test_everybody_reads_what_is_shared_and_no_more(people):
    load()
    stranger = UserFactory()
    seen = Record.objects.visible_to(stranger).values_list("kind", "title")
    assert sorted(seen) == [
        ("action", "Workers can approve the first night of help themselves"),
        ("lesson", "A panel that met on Tuesdays was no help on Fridays"),
        ("lesson", "Families called sooner when the worker stayed the same"),
        ("lesson", "We promised results before there could be any"),
        ("project", "A number that families can call at night"),
        ("project", "One key worker for each teenager"),
        ("question", "How do you hand a family over when its worker leaves?"),
    ]
    assert [update.shows_need for update in get_needs(stranger)] == [True]
    page = " ".join(Client().get("/lessons/fictional-weekly-panel/").content.decode().split())
    assert "We copied the rota" not in page
    assert 'Ottenvale Council <strong class="cairn-fictional">Fictional</strong>' in page


def test_lesson_without_names_says_nothing_of_who_wrote_it(people):
    load()
    lesson = Lesson.objects.get(is_anonymous=True)
    assert (lesson.author, lesson.team, lesson.organisation, lesson.ties_out.count()) == (None, None, None, 0)
    assert "Invented for the demonstration" in lesson.context


def test_strong_council_stands_among_the_failures_of_others(people):
    load()
    shown = get_failures_of_others(people["lead_ottenvale.example"])
    graded = [(one.lesson.slug, one.grade.place.name, one.grade.grade) for one in shown if one.grade]
    assert graded == [("fictional-weekly-panel", "Ottenvale", "good")]
    assert ReportedJudgement.objects.filter(place__is_fictional=False).count() == 0


def test_chain_leads_from_project_to_lesson_to_action(people):
    load()
    action = Action.objects.get()
    assert (action.owner, action.due_date) == (people["lead_ottenvale.example"], localdate(NOON) + timedelta(days=60))
    lesson = action.ties_out.get().target
    assert lesson.slug == "fictional-weekly-panel"
    assert lesson.ties_out.get().target == Record.objects.get(slug="fictional-key-workers")


def test_every_place_is_fictional_and_no_text_sounds_like_a_worry(people):
    load()
    assert {place.is_fictional for project in Project.objects.all() for place in project.places.all()} == {True}
    for record in [*Lesson.objects.all(), *OpenQuestion.objects.all(), *Project.objects.all()]:
        assert not sounds_like_a_safeguarding_concern(" ".join(getattr(record, name) for name in record.TEXTS))


def test_self_check_of_ottenvale_is_full_and_read_by_its_team_alone(client, people):
    document = make_guidance(title="National Framework", slug="national-framework")
    for position, number in enumerate(CHECKED):
        make_recommendation(document, f"Asked for by {number}", number=number, position=position)
    load()
    check = SelfCheck.objects.get(slug=SELF_CHECK)
    client.force_login(people["lead_ottenvale.example"])
    page = client.get(check.get_absolute_url()).content.decode()
    assert all(note in page for _, note in CHECKED.values())
    client.force_login(people["lead_brindlebridge.example"])
    assert client.get(check.get_absolute_url()).status_code == 404


def test_invented_model_is_used_in_every_status_and_loading_twice_makes_it_once(people):
    load_demonstration_uses(at=NOON)
    before = [model.objects.count() for model in (Record, Adoption, AdoptionMove, Adaptation, FidelityCheck)]
    load_demonstration_uses(at=NOON)
    assert before == [model.objects.count() for model in (Record, Adoption, AdoptionMove, Adaptation, FidelityCheck)]
    uses = Adoption.objects.all()
    assert {use.place.is_fictional and use.is_fictional and use.live for use in uses} == {True}
    assert set(AdoptionMove.objects.values_list("status", flat=True)) == set(AdoptionMove.Status)
    model = PracticeModel.objects.get(slug="fictional-evening-hub")
    assert model.originated_by.name == "Larkfield University"
    sites = get_sites(model, fictional=True)
    assert [bool(site.confirmed_by) for site in sites] == [True] * 5
    assert get_sites(model) == []
    for record in [model, *uses]:
        assert not sounds_like_a_safeguarding_concern(" ".join(getattr(record, name) for name in record.TEXTS))


def test_night_line_has_eighteen_months_of_own_figures_for_its_team_alone(client, people):
    load(times=2)
    project, lead = Project.objects.get(slug="fictional-night-line"), people["lead_ottenvale.example"]
    views = list_own_measures(project, is_team=True)
    assert [(view.measure.asks, len(view.figures)) for view in views] == [("practice", 18)] * 2 + [("outcome", 18)]
    assert [view.finding.change.value for view in views] == ["better", "none", "none"]
    assert [point.period.isoformat() for point in views[2].chart.signals] == ["2026-07-01"]
    assert OwnFigure.objects.exclude(why_none="").count() == 1
    assert list_own_measures(project, is_team=False) == []
    client.force_login(lead)
    page = client.get("/projects/fictional-night-line/").content.decode()
    assert "Families in contact with us after 6 pm" in page
