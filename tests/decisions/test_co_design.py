"""The log of a design, and leaving the design stage without a need of anybody."""

import pytest
from django.test import Client
from django.urls import reverse

from cairn.adoption.models import Adoption
from cairn.audit.models import AuditEntry
from cairn.decisions import services
from cairn.decisions.forms import CoDesignForm
from cairn.decisions.models import CoDesignStage
from cairn.decisions.policies import UnableToDecide
from cairn.decisions.queries import list_without_needs
from cairn.library.forms.rows import get_row_kinds
from cairn.library.models import Project, ProjectMove
from cairn.library.policies import UnableToMove
from cairn.library.services import add_row, change_row
from cairn.records.models import Record, Tie
from cairn.records.policies import UnableToChangeRecord
from cairn.voice.models import Challenge, Need
from tests.factories.accounts import UserFactory, client_of
from tests.factories.records import NOON, approve, make_draft, make_record, share_with_all

pytestmark = pytest.mark.django_db
GIVEN = {"stage": "designing", "held_on": "2026-03", "what": "The rooms of the hub"}
AFTER = ["developing", "integrating", "growing", "system_change"]


def get_moves_kind():
    return next(kind for kind in get_row_kinds("project") if kind.name == "moves")


def move(project, stage, **given):
    answers = {"move": stage, "moved_on": "2026-05", "note": "", **given}
    add_row(record=project, kind=get_moves_kind(), answers=answers, by=project.author, at=NOON)


def base(record):
    return Record.objects.get(pk=record.pk)


def log(record, **given):
    return services.add_stage(record=base(record), by=record.author, at=NOON, **{**GIVEN, "young_people": 8, **given})


# --- The log ----------------------------------------------------------------------------------------


def test_log_shows_who_took_part_and_stages_without_young_people_or_without_anything():
    project = make_record(Project, title="Hub")
    for stage in ("mobilising", "designing"):
        move(project, stage)
    approve(project)
    share_with_all(project)
    log(project, took=["space", "voice"], groups=["care_leavers"], changed="Softer light.")
    log(project, stage="growing", what="The second hub", young_people=0, others="Architects")
    page = Client().get(reverse("decisions:co-design", args=[project.slug])).content.decode()
    for words in ("8", "Care leavers", "Time and a safe place, Asked", "Softer light.", "Architects"):
        assert words in page
    assert "No young people took part" in page
    assert "Nothing recorded" in page  # of mobilising
    on_project = Client().get(project.get_absolute_url()).content.decode()
    assert "Designed with young people" in on_project
    assert "No young people took part" in on_project


def test_small_groups_are_shown_without_their_number():
    project = make_draft(Project)
    log(project, young_people=3)
    page = client_of(project.author).get(reverse("decisions:co-design", args=[project.slug])).content.decode()
    assert "Fewer than 5 young people" in page
    assert "3 young people" not in page


def test_nothing_is_shown_to_readers_where_nothing_is_recorded():
    project = make_record(Project, title="Hub")
    assert "Designed with young people" not in Client().get(project.get_absolute_url()).content.decode()
    assert "Designed with young people" in client_of(project.author).get(project.get_absolute_url()).content.decode()


def test_writers_add_and_remove_and_it_is_audited():
    project = make_draft(Project)
    client, address = client_of(project.author), reverse("decisions:co-design", args=[project.slug])
    assert client.post(address, {**GIVEN, "young_people": ""}).status_code == 200
    client.post(address, {**GIVEN, "young_people": "8", "took": ["voice"], "groups": ["edge"]})
    row = CoDesignStage.objects.get()
    assert (row.young_people, row.took, row.groups, row.by) == (8, ["voice"], ["edge"], project.author)
    client.post(reverse("decisions:remove-co-design", args=[project.slug, "9" * 30]))
    client.post(reverse("decisions:remove-co-design", args=[project.slug, row.pk]))
    assert not CoDesignStage.objects.exists()
    actions = AuditEntry.objects.filter(action__startswith="co_design.").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["co_design.added", "co_design.removed"]


def test_others_read_and_do_not_write():
    project = make_record(Project, title="Hub")
    row = log(project)
    stranger = UserFactory()
    address = reverse("decisions:co-design", args=[project.slug])
    client = client_of(stranger)
    assert "Add who took part" not in client.get(address).content.decode()
    assert client.post(address, {**GIVEN, "young_people": "8"}).status_code == 404
    assert client.post(reverse("decisions:remove-co-design", args=[project.slug, row.pk])).status_code == 404
    with pytest.raises(UnableToChangeRecord):
        services.add_stage(record=base(project), by=stranger, at=NOON, young_people=1, **GIVEN)
    with pytest.raises(UnableToChangeRecord):
        services.remove_stage(row=row, by=stranger, at=NOON)


def test_only_projects_and_uses_of_a_model_have_one():
    need = make_draft(Need)
    address = reverse("decisions:co-design", args=[need.slug])
    assert client_of(need.author).get(address).status_code == 404
    with pytest.raises(UnableToDecide, match="Only a project"):
        log(need)
    assert Adoption.KIND in ("adoption",)


def test_parts_of_nobody_are_refused():
    project = make_draft(Project)
    with pytest.raises(UnableToDecide, match="No young people took part"):
        log(project, young_people=0, took=["voice"])
    form = CoDesignForm({**GIVEN, "young_people": "0", "took": ["voice"]})
    assert "No young people took part" in form.errors["took"][0]


def test_log_has_an_end(monkeypatch):
    monkeypatch.setattr("cairn.decisions.policies.co_design.MOST_STAGES", 1)
    project = make_draft(Project)
    log(project)
    with pytest.raises(UnableToDecide, match="can hold 1"):
        log(project)


def test_form_asks_about_names():
    form = CoDesignForm({**GIVEN, "young_people": "8", "others": "Mrs Amber Hollow"})
    assert not form.is_valid()
    assert form.asks_about_hints


# --- Leaving the design stage -----------------------------------------------------------------------


@pytest.mark.parametrize("stage", AFTER)
def test_project_without_a_need_does_not_leave_design(stage):
    project = make_draft(Project)
    with pytest.raises(UnableToMove, match="link a need of young people or families"):
        move(project, stage)
    assert project.get_draft().moves.count() == 0


@pytest.mark.parametrize("stage", ["mobilising", "designing", "paused", "ended"])
def test_other_moves_need_nothing(stage):
    project = make_draft(Project)
    move(project, stage)
    assert project.get_draft().moves.count() == 1


def tie(source, target, relation="comes_from"):
    Tie.objects.create(source_id=source.pk, target_id=target.pk, relation=relation, made_at=NOON)


# How a need may be linked, and whether that counts.
@pytest.mark.parametrize(
    ("link", "passes"),
    [
        (lambda project, need: tie(project, need), True),
        (lambda project, need: tie(project, need, "inspired_by"), True),
        (lambda project, need: tie(need, project, "supports"), True),
        (lambda project, need: tie(need, project, "contradicts"), False),
        (lambda project, need: tie(need, project), False),
        (lambda project, need: None, False),
    ],
)
def test_linked_need_lets_it_pass(link, passes):
    project, need = make_draft(Project), make_record(Need)
    link(project, need)
    if passes:
        move(project, "developing")
    else:
        with pytest.raises(UnableToMove):
            move(project, "developing")


def test_need_behind_its_challenge_lets_it_pass():
    project, challenge, need = make_draft(Project), make_record(Challenge), make_record(Need)
    tie(project, challenge)
    tie(challenge, need)
    move(project, "growing")


def test_withdrawn_need_is_none():
    project, need = make_draft(Project), make_record(Need)
    tie(project, need)
    Record.objects.filter(pk=need.pk).update(withdrawn_at=NOON, live=False, title="", summary="")
    with pytest.raises(UnableToMove):
        move(project, "developing")


def test_form_refuses_with_the_sentence_and_a_change_of_the_note_passes():
    project = make_draft(Project)
    client, kind = client_of(project.author), get_moves_kind()
    address = reverse("library:rows", args=[project.slug, "moves"])
    page = client.post(address, {"move": "developing", "moved_on": "2026-05"}).content.decode()
    assert "Before a project leaves the design stage" in page
    tie(project, need := make_record(Need))
    move(project, "developing")
    Tie.objects.filter(target=need.pk).delete()
    seen = str(project.get_draft().latest_revision_id)
    given = {"record": project, "kind": kind, "number": 0, "by": project.author, "at": NOON}
    change_row(answers={"move": "developing", "moved_on": "2026-05", "note": "Later"}, seen=seen, **given)
    seen = str(project.get_draft().latest_revision_id)
    with pytest.raises(UnableToMove):
        change_row(answers={"move": "growing", "moved_on": "2026-05", "note": ""}, seen=seen, **given)
    changing = reverse("library:change-row", args=[project.slug, "moves", 0])
    answers = {"move": "developing", "moved_on": "2026-06", "note": "", "seen": seen}
    assert client.post(changing, answers).status_code == 302
    assert "Before a project leaves" in client.post(changing, {**answers, "move": "growing"}).content.decode()


def test_published_reason_lets_it_pass_and_is_in_the_list_for_its_readers():
    project = make_record(Project, title="Hub")
    client = client_of(project.author)
    address = reverse("decisions:design-reason", args=[project.slug])
    assert "Why does this project go on" in client.get(address).content.decode()
    assert client.post(address, {"words": " "}).status_code == 200
    client.post(address, {"words": "The law asks for it by April, and leaves no choice."})
    move(project, "developing")
    approve(project)
    share_with_all(project)
    listed = Client().get(reverse("decisions:without-needs")).content.decode()
    assert "The law asks for it by April" in listed
    assert "The law asks for it by April" in Client().get(project.get_absolute_url()).content.decode()
    assert AuditEntry.objects.filter(action="co_design.reason").count() == 1


def test_list_shows_those_without_a_reason_and_hides_private_ones():
    shown, hidden = make_record(Project, title="Shown hub"), make_draft(Project, title="Hidden hub")
    for project in (shown, hidden):  # as one that moved before this rule
        ProjectMove.objects.create(project=project, position=0, move="growing", moved_on="2026")
    page = Client().get(reverse("decisions:without-needs")).content.decode()
    assert "Shown hub" in page
    assert "No reason published" in page
    assert "Hidden hub" not in page
    assert [one.project.title for one in list_without_needs(hidden.author)] == ["Hidden hub", "Shown hub"]
    tie(shown, make_record(Need))
    assert [one.project.title for one in list_without_needs(hidden.author)] == ["Hidden hub"]


def test_projects_of_the_starter_library_are_not_held_up():
    project = make_draft(Project, starter_key="somewhere")
    move(project, "growing")
    assert list_without_needs(project.author) == []


def test_only_a_project_has_a_reason_and_only_its_writers_publish_it():
    need, project = make_draft(Need), make_record(Project, title="Hub")
    assert client_of(need.author).get(reverse("decisions:design-reason", args=[need.slug])).status_code == 404
    with pytest.raises(UnableToDecide, match="Only a project"):
        services.publish_reason(project=base(need), words="Because.", by=need.author, at=NOON)
    with pytest.raises(UnableToDecide, match="Write the reason"):
        services.publish_reason(project=base(project), words="  ", by=project.author, at=NOON)
    with pytest.raises(UnableToChangeRecord):
        services.publish_reason(project=base(project), words="Because.", by=UserFactory(), at=NOON)
    assert client_of(UserFactory()).get(reverse("decisions:design-reason", args=[project.slug])).status_code == 404
