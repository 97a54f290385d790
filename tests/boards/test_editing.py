"""Wagtail's office: editors write boards there, and see of records what they may see on the site."""

import json

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cairn.boards.models import BoardPage
from cairn.boards.queries import get_waiting
from cairn.boards.services import ensure_tree
from cairn.library.models import Source
from cairn.records.models import Record
from tests.factories.accounts import UserFactory
from tests.factories.boards import (
    change,
    example,
    make_board,
    make_body,
    make_cited,
    make_draft_board,
    make_editor,
    publish,
)
from tests.factories.library import make_claim
from tests.factories.records import join, make_organisation, make_team

pytestmark = pytest.mark.django_db
SECRET = "Nobody outside may read that Otterdale closed it"


@pytest.fixture
def editor():
    return make_editor("Edith")


@pytest.fixture
def office(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def hidden():
    """By kind: records of a team that the editor is not in."""
    team = make_team(make_organisation(), "Edge of care", UserFactory())
    owned = {"team": team, "organisation": team.organisation, "sharing": "team", "title": SECRET, "summary": SECRET}
    return {kind: make_cited(kind, **owned) for kind in ("insight", "project", "practice_model", "method")}


def fill(*blocks, **fields):
    given = {
        "title": "The value of new ways",
        "slug": "value",
        "topic": "value",
        "sentence": "What they were worth.",
        "introduction": "This board gathers what people found.",
        "what_changed": "First version.",
        "decider": "",
        "replaces": "",
        "body": streamfield(blocks),
        "comments": inline_formset([]),
        **fields,
    }
    return nested_form_data(given)


def test_editor_starts_a_board_and_saves_a_draft_that_lacks_nearly_everything(office):
    shelf = ensure_tree()
    address = reverse("wagtailadmin_pages:add", args=["boards", "boardpage", shelf.pk])
    form = office.get(address)
    assert form.status_code == 200
    assert "Save the draft to see suggestions." in form.content.decode()
    sent = fill(slug="begun", topic="", sentence="", introduction="", what_changed="")
    assert office.post(address, sent).status_code == 302
    board = BoardPage.objects.get(slug="begun")
    assert not board.live
    assert Client().get("/boards/begun/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"decider": ""}, "Choose an approver"),
        ({"decider": "own"}, "You cannot approve your own board"),
        ({"what_changed": " "}, "what changed"),
        ({"topic": ""}, "required"),
        ({"slug": "introductory-sheet"}, "is the address of another page"),
    ],
)
def test_board_that_lacks_something_is_not_submitted_and_the_form_says_what(office, editor, fields, said):
    shelf = ensure_tree()
    decider = make_editor("Dana")
    fields = {"decider": str(decider.pk), **fields}
    fields["decider"] = str(editor.pk) if fields["decider"] == "own" else fields["decider"]
    address = reverse("wagtailadmin_pages:add", args=["boards", "boardpage", shelf.pk])
    answer = office.post(address, fill(**fields) | {"action-submit": "1"})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not BoardPage.objects.exists()


def test_form_says_at_once_everything_that_is_missing(office):
    board = make_board()
    edit = reverse("wagtailadmin_pages:edit", args=[board.pk])
    answer = office.post(edit, fill(decider="") | {"action-submit": "1"}).content.decode()
    assert "Choose an approver" in answer
    assert "Version 1 already has this sentence" in answer


def test_only_editor_of_a_site_hears_that_nobody_else_can_decide(office):
    address = reverse("wagtailadmin_pages:add", args=["boards", "boardpage", ensure_tree().pk])
    answer = office.post(address, fill() | {"action-submit": "1"})
    assert "Ask a host to make someone else an editor." in answer.content.decode()


def test_editor_is_offered_the_others_as_deciders_and_asks_them_in_a_sentence(office, editor):
    make_draft_board()
    page = office.get(reverse("wagtailadmin_pages:add", args=["boards", "boardpage", ensure_tree().pk]))
    offered = page.context["form"].fields["decider"].queryset
    assert [person.name for person in offered] == ["Dana Decider"]
    assert "Submit to the approver" in page.content.decode()


def test_decider_who_changes_a_draft_that_waits_stays_named_on_it(office, editor):
    board = make_draft_board(decider=editor)
    edit = reverse("wagtailadmin_pages:edit", args=[board.pk])
    assert office.post(edit, fill(title="Mended", decider=str(editor.pk))).status_code == 302
    draft = BoardPage.objects.get(pk=board.pk).get_latest_revision_as_object()
    assert (draft.title, draft.decider) == ("Mended", editor)


def test_editor_finds_the_office_from_the_boards_and_readers_do_not(office):
    board = make_board()
    ways = {
        "/boards/": reverse("wagtailadmin_explore", args=[ensure_tree().pk]),
        board.get_absolute_url(): reverse("wagtailadmin_pages:edit", args=[board.pk]),
    }
    reader = Client()
    reader.force_login(UserFactory())
    for address, way in ways.items():
        assert f'href="{way}"' in office.get(address).content.decode()
        assert office.get(way).status_code == 200
        for other in (reader, Client()):
            assert "/admin/" not in other.get(address).content.decode()


def test_editor_submits_with_insights_and_the_decider_publishes_in_the_office(office, editor):
    shelf = ensure_tree()
    decider = make_editor("Dana")
    insight = make_cited(title="Time matters")
    blocks = [
        ("insight", insight.pk),
        ("example", {"record": make_cited("project").pk, "what_happened": "It ran.", "went": "badly"}),
    ]
    address = reverse("wagtailadmin_pages:add", args=["boards", "boardpage", shelf.pk])
    answer = office.post(address, fill(*blocks, decider=str(decider.pk)) | {"action-submit": "1"})
    assert answer.status_code == 302
    board = BoardPage.objects.get()
    assert get_waiting(board) is not None
    # While it waits, the editor who asked changes nothing.
    edit = reverse("wagtailadmin_pages:edit", args=[board.pk])
    office.post(edit, fill(title="Changed behind the back", decider=str(decider.pk)))
    assert board.get_latest_revision_as_object().title == "The value of new ways"
    action = reverse("wagtailadmin_pages:workflow_action", args=[board.pk, "approve", get_waiting(board).pk])
    assert office.post(action, {"comment": ""}).status_code in (302, 403)
    assert not BoardPage.objects.get().live
    client = Client()
    client.force_login(decider)
    assert client.get(edit).status_code == 200
    client.post(action, {"comment": ""})
    assert BoardPage.objects.get().live
    assert "Time matters" in Client().get("/boards/value/").content.decode()


def test_editor_cannot_publish_past_the_decider(office):
    board = make_draft_board()
    edit = reverse("wagtailadmin_pages:edit", args=[board.pk])
    office.post(edit, fill(decider=str(board.decider_id)) | {"action-publish": "1"})
    assert not BoardPage.objects.get().live
    assert get_waiting(board) is None
    publish(board)
    for name in ("unpublish", "delete"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[board.pk])
        assert office.post(address).status_code in (302, 403)
    assert BoardPage.objects.get().live


def test_pages_of_the_office_show_nothing_of_records_the_editor_may_not_see(office, editor, hidden):
    blocks = [("insight", hidden["insight"]), ("method", hidden["method"])]
    blocks += [example(hidden[kind]) for kind in ("project", "practice_model")]
    board = make_draft_board(*blocks, ("insight", make_cited(title="Open to everybody")))
    change(board, body=make_body(("paragraph", "All is gone.")))
    first, second = board.revisions.order_by("pk")
    draft = change(board, body=make_body(*blocks))
    pages = {
        "edit": reverse("wagtailadmin_pages:edit", args=[board.pk]),
        "compare": reverse("wagtailadmin_pages:revisions_compare", args=[board.pk, first.pk, second.pk]),
        "revision": reverse("wagtailadmin_pages:revisions_view", args=[board.pk, first.pk]),
        "revert": reverse("wagtailadmin_pages:revisions_revert", args=[board.pk, first.pk]),
        "history": reverse("wagtailadmin_pages:history", args=[board.pk]),
        "usage": reverse("wagtailadmin_pages:usage", args=[board.pk]),
        "draft": reverse("wagtailadmin_pages:view_draft", args=[board.pk]),
    }
    for name, address in pages.items():
        answer = office.get(address, follow=True)
        assert answer.status_code == 200, name
        assert SECRET not in answer.content.decode(), name
    assert "Open to everybody" in office.get(pages["compare"]).content.decode()
    assert f"Insight {hidden['insight'].slug} (not public)" in office.get(pages["edit"]).content.decode()
    assert "4 records on it are not public" in office.get(pages["edit"]).content.decode()
    assert draft.pk == board.pk


def test_a_guessed_number_is_refused_and_what_another_editor_named_stays(office, hidden):
    board = make_draft_board(("insight", hidden["insight"]))
    address = reverse("wagtailadmin_pages:edit", args=[board.pk])

    def save(*blocks):
        sent = fill(body=streamfield([(kind, str(record.pk)) for kind, record in blocks]))
        return office.post(address, sent).content.decode()

    source = make_claim(make_cited("project"), author=UserFactory()).source
    Source.objects.filter(pk=source.pk).update(title=SECRET)
    seen = ("insight", hidden["insight"])
    for blocks in ([("method", hidden["method"])], [seen, ("method", hidden["method"])], [seen, ("reference", source)]):
        page = save(*blocks)
        assert "Choose from the list" in page
        assert SECRET not in page
    save(("insight", hidden["insight"]))
    assert BoardPage.objects.get().get_latest_revision_as_object().cited == [hidden["insight"].pk]


def test_chooser_offers_what_the_editor_may_see_and_nothing_else(office, editor, hidden):
    team = make_team(make_organisation("Larkmoor Council"), "Fostering", editor)
    own = make_cited(title="Of the editor's own team", sharing="team", team=team, organisation=team.organisation)
    draft = make_cited(title="A draft of it", live=False, sharing="team", team=team, organisation=team.organisation)
    everybody = make_cited("project", title="A project for all")
    page = office.get("/admin/board-records/").content.decode()
    for title, offered in ((own.title, True), (everybody.title, True), (SECRET, False), (draft.title, False)):
        assert (json.dumps(title)[1:-1].replace("'", "&#x27;") in page) is offered, title
    results = office.get("/admin/board-records/results/?kinds=insight&q=own+team").content.decode()
    assert "own team" in results
    assert "A project for all" not in results
    for record in (*hidden.values(), draft):
        assert office.get(f"/admin/board-records/chosen/{record.pk}/").status_code == 404
    assert office.get(f"/admin/board-records/chosen/{own.pk}/").json()["result"]["title"] == own.title
    assert office.get("/admin/board-records/chosen/x/").status_code == 404
    several = "&".join(f"id={record.pk}" for record in (*hidden.values(), everybody))
    chosen = office.get(f"/admin/board-records/chosen-multiple/?multiple=1&{several}&id=x").json()["result"]
    assert [one["title"] for one in chosen] == ["A project for all"]
    for address in ("results/?q=%00", "results/?p=999999", "results/?kinds=user", "create/"):
        assert office.get(f"/admin/board-records/{address}").status_code in (200, 302, 403, 404), address


def test_chooser_of_sources_offers_those_of_results_that_the_editor_may_read(office):
    author = UserFactory()
    claim = make_claim(make_cited("project"), author=author)
    Source.objects.filter(pk=claim.source_id).update(title=SECRET)
    for address in ("/admin/board-sources/", "/admin/board-sources/results/?q=Otterdale"):
        assert SECRET not in office.get(address).content.decode()
    assert office.get(f"/admin/board-sources/chosen/{claim.source_id}/").status_code == 404
    Record.objects.filter(pk=claim.pk).update(live=True, sharing="public")
    assert SECRET in office.get("/admin/board-sources/results/?q=Otterdale").content.decode()


@pytest.mark.parametrize("who", ["anonymous", "member", "editor without a second step"])
def test_choosers_are_closed_to_everybody_else(who):
    client = Client()
    user = UserFactory()
    if who != "anonymous":
        client.force_login(user)
    if who.startswith("editor"):
        user.site_roles.create(role="editor")
    join(user, make_organisation())
    for address in ("/admin/board-records/", "/admin/board-records/results/", "/admin/board-sources/"):
        assert client.get(address).status_code == (302 if who == "anonymous" else 403)


def test_hints_stand_in_the_editing_view_and_on_the_preview_and_do_not_stop_anybody(office, editor):
    board = make_draft_board(("paragraph", "Ask young people. Choose a name. Tell the panel."))
    edit = reverse("wagtailadmin_pages:edit", args=[board.pk])
    assert "reads like a how-to guide" in office.get(edit).content.decode()
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[board.pk])
    sent = fill(("paragraph", "Ask them. Tell them. Choose."), decider=str(board.decider_id))
    assert office.post(preview, sent).json()["is_valid"]
    answer = office.get(preview)
    shown = answer.content.decode()
    assert "Ask them. Tell them. Choose." in shown
    assert "reads like a how-to guide" in shown
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    answer = office.post(edit, sent | {"action-submit": "1"})
    assert answer.status_code == 302
    assert get_waiting(board) is not None


def test_preview_of_a_board_that_is_being_started(office):
    shelf = ensure_tree()
    preview = reverse("wagtailadmin_pages:preview_on_add", args=["boards", "boardpage", shelf.pk])
    assert office.post(preview, fill(title="Begun", slug="begun")).json()["is_valid"]
    assert "Begun" in office.get(preview).content.decode()


def test_editors_comment_on_a_draft_and_mails_about_it_hold_no_words(office, editor):
    board = make_draft_board()
    edit = reverse("wagtailadmin_pages:edit", args=[board.pk])
    reader = Client()
    reader.force_login(board.decider)
    comment = {
        "user": editor.pk,
        "text": SECRET,
        "contentpath": "introduction",
        "position": "",
        "resolved": "",
        "id": "",
        "DELETE": "",
    }
    sent = fill(decider=str(board.decider_id), comments=inline_formset([{**comment, "replies": inline_formset([])}]))
    board.subscribers.create(user=board.decider, comment_notifications=True)
    assert office.post(edit, sent).status_code == 302
    made = board.wagtail_admin_comments.get()
    assert (made.text, made.user, made.contentpath) == (SECRET, editor, "introduction")
    assert SECRET in reader.get(edit).content.decode()
    (told,) = mail.outbox
    assert told.to == [board.decider.email]
    assert SECRET not in f"{told.subject} {told.body} {told.alternatives}"
    assert board.title not in f"{told.subject} {told.body} {told.alternatives}"
    assert SECRET not in reader.get("/boards/").content.decode()


def test_only_editors_can_be_named_as_decider(office):
    outsider = UserFactory(name="Outsider Owens")
    board = make_draft_board()
    edit = reverse("wagtailadmin_pages:edit", args=[board.pk])
    page = office.get(edit).content.decode()
    assert "Dana Decider" in page
    assert "Outsider Owens" not in page
    answer = office.post(edit, fill(decider=str(outsider.pk)))
    assert answer.status_code == 200
    assert board.get_latest_revision_as_object().decider != outsider


def test_office_lists_boards_and_their_reports(office):
    make_draft_board(("paragraph", "A draft."))
    shelf = ensure_tree()
    for address in (
        reverse("wagtailadmin_explore", args=[shelf.pk]),
        "/admin/",
        "/admin/pages/search/?q=value",
        f"{reverse('wagtailadmin_explore', args=[shelf.pk])}?q=value",
        f"{reverse('wagtailadmin_explore_results', args=[shelf.pk])}?q=value",
        reverse("wagtailadmin_pages:edit", args=[shelf.pk]),
        "/admin/choose-page/search/?q=value",
        "/admin/reports/workflow/",
    ):
        assert office.get(address).status_code in (200, 302), address


def test_office_bears_the_name_of_the_site_and_leads_back_to_it(office):
    page = office.get(reverse("wagtailadmin_home")).content.decode()
    assert "Dashboard - Cairn" in " ".join(page.split())
    assert reverse("records:desk") in page
    assert "Back to the site" in page
