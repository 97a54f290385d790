"""Lists that hang on a record: part of its draft, its review and its history, and gone when it is withdrawn."""

import pytest
from django.test import Client

from cairn.library.forms.rows import get_row_kinds
from cairn.library.models import Award, Component, PracticeModel, Project, ProjectMove
from cairn.library.services import get_rows, load_starter
from cairn.places.services import load_places
from cairn.records import services
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.library import load_library
from tests.factories.records import NOON, approve, join, make_draft, make_record, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return UserFactory()


@pytest.fixture
def writer(author):
    client = Client()
    client.force_login(author)
    return client


def remove(client, record, name, number):
    page = client.get(f"/records/{record.slug}/rows/{name}/")
    return client.post(f"/records/{record.slug}/rows/{name}/{number}/remove/", {"seen": page.context["seen"]})


def add(client, record, name, **answers):
    return client.post(f"/records/{record.slug}/rows/{name}/", answers)


def test_a_part_is_added_to_a_draft_and_taken_out_again(author, writer):
    model = make_draft(PracticeModel, author=author)
    add(writer, model, "parts", what="A hub", function="A short stay", keep="must_keep")
    add(writer, model, "parts", what="One key worker", keep="not_said")
    assert list(Component.objects.order_by("position").values_list("what", "position")) == [
        ("A hub", 0),
        ("One key worker", 1),
    ]
    assert "A short stay" in writer.get(model.get_absolute_url()).content.decode()
    remove(writer, model, "parts", 0)
    assert list(Component.objects.values_list("what", flat=True)) == ["One key worker"]
    remove(writer, model, "parts", 7)  # gone already
    assert Component.objects.count() == 1
    writer.post(f"/records/{model.slug}/rows/parts/0/remove/", {"seen": "1"})  # of a page that is old
    assert Component.objects.count() == 1


def test_a_change_to_a_public_record_waits_for_review_like_its_words(author, writer, client):
    model = make_record(PracticeModel, author=author, title="Our hub")
    add(writer, model, "parts", what="A part nobody reviewed", keep="not_said")
    assert not Component.objects.exists()
    assert "A part nobody reviewed" not in client.get(model.get_absolute_url()).content.decode()
    assert "A part nobody reviewed" in writer.get(f"/records/{model.slug}/rows/parts/").content.decode()
    writer.post(f"/records/{model.slug}/publish/")
    assert not Component.objects.exists()
    model = PracticeModel.objects.get(pk=model.pk)
    approve(model)
    services.publish_record(record=model, by=author, at=NOON)
    assert "A part nobody reviewed" in client.get(model.get_absolute_url()).content.decode()


def test_earlier_lists_come_back_with_earlier_words(author, writer):
    model = make_draft(PracticeModel, author=author)
    add(writer, model, "parts", what="A hub", keep="must_keep")
    with_hub = PracticeModel.objects.get(pk=model.pk).latest_revision
    remove(writer, model, "parts", 0)
    assert not Component.objects.exists()
    services.restore_revision(record=model, revision=with_hub, by=author, at=NOON)
    assert Component.objects.get().what == "A hub"


def test_a_project_names_councils_models_stages_and_money(author, writer):
    load_places()
    model = make_record(PracticeModel, author=author, title="Our hub")
    project = make_draft(Project, author=author, team=model.team)
    add(writer, project, "councils", place="Leeds")
    add(writer, project, "councils", place="Leeds")
    add(writer, project, "models", model=model.pk)
    add(writer, project, "moves", move="designing", moved_on="2025-04")
    add(writer, project, "moves", move="ended", moved_on="2026", note="The money ended")
    add(writer, project, "awards", words="£250,000 from the council", amount="250000", given_on="2025")
    page = writer.get(project.get_absolute_url()).content.decode()
    assert page.count(">Leeds</a>") == 1
    assert "Our hub" in page
    assert "Designing, Ended" in page
    assert "The money ended" in page
    assert "£250,000 from the council" in page
    assert ProjectMove.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "answers", "sentence"),
    [
        ("councils", {"place": "Atlantis"}, "is not a council we recognise"),
        ("moves", {"move": "designing", "moved_on": "soon"}, "“soon” is not a date we can read"),
        ("moves", {"move": "designing"}, "Enter at least the year"),
        ("awards", {"words": "Much", "amount": "lots"}, "Enter a whole number of pounds"),
        ("models", {"model": "0"}, "Choose a model from the list"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(author, writer, name, answers, sentence):
    project = make_draft(Project, author=author)
    answer = add(writer, project, name, **answers)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert all(not get_rows(project.get_draft(), kind) for kind in get_row_kinds("project"))


def test_a_model_that_one_may_not_see_cannot_be_chosen(author, writer):
    hidden = make_draft(PracticeModel, author=UserFactory(), title="A secret model")
    hidden.__class__.objects.filter(pk=hidden.pk).update(team=None, organisation=None)
    project = make_draft(Project, author=author)
    page = add(writer, project, "models", model=hidden.pk).content.decode()
    assert "Choose a model from the list" in page
    assert "A secret model" not in page


def test_a_withdrawn_record_keeps_no_row(author, writer):
    project = make_draft(Project, author=author)
    add(writer, project, "awards", words="£250,000 from somebody")
    services.withdraw_record(record=project, by=author, at=NOON)
    assert not Award.objects.exists()


def test_others_cannot_open_or_change_the_lists_of_a_record(author):
    project = make_record(Project, author=author)
    stranger = Client()
    stranger.force_login(UserFactory())
    assert stranger.get(f"/records/{project.slug}/rows/moves/").status_code == 404
    assert add(stranger, project, "moves", move="designing", moved_on="2025").status_code == 404
    assert add(stranger, project, "fish").status_code == 404
    assert not ProjectMove.objects.exists()


# --- entries of the starter library -----------------------------------------------------------------


@pytest.mark.nightly
def test_an_editor_gives_a_starter_entry_to_a_team_whose_changes_a_reload_keeps(author, writer):
    load_library()
    model = PracticeModel.objects.get(slug="house-project")
    assert writer.get("/records/house-project/care/").status_code == 404
    give_site_role(author, "editor")
    team = make_team()
    join(author, team.organisation, team=team)
    assert "Assign to one of your teams" in writer.get(model.get_absolute_url()).content.decode()
    answer = writer.post("/records/house-project/care/", {"team": team.pk})
    assert answer.headers["Location"] == "/records/house-project/edit/"
    model.refresh_from_db()
    services.save_draft(record=model, by=author, at=NOON, answers={"summary": "Our own words"})
    assert writer.get("/records/house-project/care/").status_code == 404  # it has a team now
    assert "house-project" in load_starter(at=NOON).kept
    assert PracticeModel.objects.get(slug="house-project").get_draft().summary == "Our own words"
