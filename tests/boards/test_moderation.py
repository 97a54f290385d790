"""From a draft to its readers: only the person whom the board names decides, and each version is kept."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from wagtail.models import Page, Revision, TaskState, Workflow

from cairn.accounts.models import SiteRole
from cairn.audit.models import AuditEntry
from cairn.boards import tasks
from cairn.boards.models import BoardPage, BoardVersion, NamedDeciderTask
from cairn.boards.policies import UnableToDecide, UnableToSubmitBoard
from cairn.boards.queries import get_waiting
from cairn.boards.services import decide_board, ensure_tree, take_off
from cairn.boards.services.tree import WORKFLOW
from cairn.common import privacy
from cairn.notices.models import Notice
from cairn.notices.schedules import get_schedules
from cairn.notices.services import send_waiting
from cairn.records.desk import get_due
from tests.factories.accounts import UserFactory
from tests.factories.boards import change, make_board, make_body, make_draft_board, make_editor, publish, submit_board
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db
WORDS = "Words that stand on the board only"


def again(board: BoardPage) -> BoardPage:
    return BoardPage.objects.get(pk=board.pk)


def test_board_without_a_decider_cannot_be_submitted():
    board = change(make_draft_board(), decider=None)
    with pytest.raises(UnableToSubmitBoard, match="Choose an approver"):
        submit_board(board=board, by=make_editor())
    assert get_waiting(board) is None
    assert not Notice.objects.exists()


def test_who_asks_does_not_decide():
    editor = make_editor()
    board = make_draft_board(decider=editor)
    with pytest.raises(UnableToSubmitBoard, match="your own board"):
        submit_board(board=board, by=editor)


@pytest.mark.parametrize("lost", ["role", "log-in"])
def test_somebody_who_may_not_edit_any_more_is_no_decider(lost):
    board = make_draft_board()
    if lost == "role":
        SiteRole.objects.filter(user=board.decider).delete()
    else:
        type(board.decider).objects.filter(pk=board.decider.pk).update(is_active=False)
    with pytest.raises(UnableToSubmitBoard, match="no longer an editor"):
        submit_board(board=board, by=make_editor())


def test_only_the_person_named_in_the_draft_decides_by_every_door():
    decider, editor, other = make_editor("Dana"), make_editor(), make_editor()
    board = make_draft_board(decider=decider)
    submit_board(board=board, by=editor)
    board = again(board)
    waiting = get_waiting(board)
    for person in (editor, other, UserFactory()):
        with pytest.raises(UnableToDecide):
            decide_board(board=board, by=person, at=NOON, approved=True)
        with pytest.raises(PermissionDenied):
            waiting.task.specific.on_action(waiting, person, "approve")
        assert waiting.task.specific.get_actions(board, person) == []
        assert waiting.task.specific.locked_for_user(board, person)
        client = Client()
        client.force_login(person)
        assert client.get("/boards/value/decision/").status_code == 404
        assert client.post("/boards/value/decision/", {"decision": "publish"}).status_code == 404
    assert not again(board).live
    assert waiting.task.specific.get_task_states_user_can_moderate(other).count() == 0
    assert waiting.task.specific.get_task_states_user_can_moderate(decider).count() == 1
    decide_board(board=board, by=decider, at=NOON, approved=True)
    assert again(board).live


def test_decider_of_the_live_board_does_not_decide_on_a_draft_that_names_another():
    first = make_editor("First")
    second = make_editor("Second")
    board = make_board(decider=first)
    board = change(board, decider=second, what_changed="Somebody else decides.")
    submit_board(board=board, by=make_editor())
    with pytest.raises(UnableToDecide):
        decide_board(board=again(board), by=first, at=NOON, approved=True)
    decide_board(board=again(board), by=second, at=NOON, approved=True)
    assert [version.decided_by for version in board.versions.order_by("number")] == [first, second]


def test_decider_hears_without_a_word_of_the_board_and_whoever_asked_hears_of_the_decision():
    editor = make_editor()
    board = make_draft_board(("paragraph", WORDS), title=WORDS, introduction=WORDS, what_changed=WORDS)
    submit_board(board=board, by=editor)
    send_waiting(frequency="immediate", at=now())
    (told,) = mail.outbox
    assert told.to == [board.decider.email]
    assert "/boards/value/decision/" in told.body
    decide_board(board=again(board), by=board.decider, at=NOON, approved=False, comment=f"{WORDS} are too few")
    send_waiting(frequency="immediate", at=now())
    assert [one.to for one in mail.outbox] == [[board.decider.email], [editor.email]]
    for one in mail.outbox:
        assert WORDS not in f"{one.subject} {one.body} {one.alternatives}"


def read_desk(user) -> dict[str, str]:
    return {item.title: item.url for item in get_due(user)}


def test_board_waits_on_the_desk_of_its_decider_and_then_on_that_of_whoever_asked():
    board, asker, other = make_draft_board(title="A board that waits"), make_editor("Asker"), make_editor("Other")
    title, decider = "A board that waits", board.decider
    assert title not in read_desk(decider)
    submit_board(board=board, by=asker)
    assert read_desk(decider)[title] == reverse("boards:decision", args=[board.slug])
    assert title not in read_desk(asker) | read_desk(other)
    decide_board(board=again(board), by=decider, at=NOON, approved=False, comment="Say more")
    assert read_desk(asker)[title] == reverse("wagtailadmin_pages:edit", args=[board.pk])
    assert title not in read_desk(decider) | read_desk(other)
    submit_board(board=again(board), by=asker)
    decide_board(board=again(board), by=decider, at=NOON, approved=True)
    assert title not in read_desk(asker) | read_desk(decider)


def test_decider_who_is_no_editor_any_more_has_no_board_on_their_desk():
    board = make_draft_board(title="A board that waits")
    submit_board(board=board, by=make_editor())
    SiteRole.objects.filter(user=board.decider).delete()
    assert "A board that waits" not in read_desk(board.decider)


def test_decision_is_audited_with_who_and_when_and_no_words():
    editor = make_editor()
    board = make_draft_board(("paragraph", WORDS))
    submit_board(board=board, by=editor)
    decide_board(board=again(board), by=board.decider, at=NOON, approved=False, comment=WORDS)
    board = publish(change(board, what_changed="Done."), by=editor)
    entries = list(AuditEntry.objects.filter(target="board", key=str(board.pk)).order_by("pk"))
    assert [(entry.action, entry.by) for entry in entries] == [
        ("board.asked", editor.pk),
        ("board.rejected", board.decider_id),
        ("board.asked", editor.pk),
        ("board.published", board.decider_id),
        ("board.approved", board.decider_id),
    ]
    assert all(WORDS not in str(entry.detail) for entry in entries)


def test_each_publishing_is_a_version_with_its_day_its_decider_and_its_sentence():
    board = make_board(("paragraph", "As it was."))
    publish(change(board, what_changed="More was found.", body=make_body(("paragraph", "As it is."))))
    one, two = board.versions.order_by("number")
    assert (one.number, one.what_changed, one.decided_by) == (1, "First version.", board.decider)
    assert (two.number, two.what_changed, two.decided_by) == (2, "More was found.", board.decider)
    assert one.revision.as_object().body.raw_data[0]["value"] == "As it was."
    assert two.published_at >= two.decided_at


@pytest.mark.parametrize(("words", "match"), [("", "Say in one sentence"), ("First version.", "Version 1 already has")])
def test_sentence_about_what_changed_is_asked_for_each_time(words, match):
    board = change(make_board(), what_changed=words)
    with pytest.raises(UnableToSubmitBoard, match=match):
        submit_board(board=board, by=make_editor())


def test_second_board_on_a_topic_says_which_it_replaces():
    first = make_board()
    second = make_draft_board(slug="value-2", title="Another")
    with pytest.raises(UnableToSubmitBoard, match="is already about this topic"):
        submit_board(board=second, by=make_editor())
    publish(change(second, replaces=first))
    with pytest.raises(UnableToSubmitBoard, match="has replaced this board"):
        submit_board(board=change(first, what_changed="Too late."), by=make_editor())


def test_topic_that_was_taken_while_a_board_waited_is_noticed_when_it_is_decided():
    one, two = make_draft_board(slug="one"), make_draft_board(slug="two")
    for board in (one, two):
        submit_board(board=board, by=make_editor())
    decide_board(board=again(one), by=one.decider, at=NOON, approved=True)
    with pytest.raises(UnableToSubmitBoard, match="is already about this topic"):
        decide_board(board=again(two), by=two.decider, at=NOON, approved=True)
    assert [board.slug for board in BoardPage.objects.live()] == ["one"]


def test_board_that_names_a_day_is_published_on_it_by_the_scheduler_and_decided_before():
    board = make_draft_board(go_live_at=now() + timedelta(days=2))
    board = publish(board)
    assert not board.live
    assert board.versions.count() == 0
    assert Client().get(board.get_absolute_url()).status_code == 404
    tasks.publish_scheduled.call()
    assert not again(board).live
    revision = board.get_latest_revision()
    revision.approved_go_live_at = now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    tasks.publish_scheduled.call()
    tasks.publish_scheduled.call()
    assert again(board).live
    (version,) = BoardVersion.objects.all()
    assert version.decided_by == board.decider
    assert version.decided_at < version.published_at
    assert "boards.publish" in {schedule.name for schedule in get_schedules()}


def test_versions_outlast_a_clearing_of_old_drafts():
    from wagtail.management.commands.purge_revisions import purge_revisions

    board = make_board(("paragraph", "As it was."))
    change(board, title="A draft that goes")
    publish(change(board, what_changed="More."))
    purge_revisions()
    assert [Client().get(f"/boards/value/versions/{n}/").status_code for n in (1, 2)] == [200, 200]
    assert not Revision.objects.filter(object_str="A draft that goes").exclude(pk=again(board).latest_revision_id)


def test_page_of_the_decision_shows_the_draft_with_hints_and_keeps_the_answer():
    board = make_draft_board(("paragraph", WORDS))
    submit_board(board=board, by=make_editor("Edith"))
    client = Client()
    client.force_login(board.decider)
    page = client.get("/boards/value/decision/").content.decode()
    assert WORDS in page
    assert "submitted by Edith" in page
    assert "It mentions nothing that went badly" in page
    for given, said in (({}, "Choose your decision"), ({"decision": "change"}, "Enter what should change")):
        assert said in client.post("/boards/value/decision/", given).content.decode()
    answer = client.post("/boards/value/decision/", {"decision": "change", "comment": "Say more"}, follow=True)
    assert "Decision saved" in answer.content.decode()
    state = TaskState.objects.get()
    assert (state.status, state.comment, state.finished_by) == ("rejected", "Say more", board.decider)
    assert client.get("/boards/value/decision/").status_code == 404


def test_decider_who_publishes_is_led_to_the_board():
    board = make_draft_board()
    submit_board(board=board, by=make_editor())
    client = Client()
    client.force_login(board.decider)
    answer = client.post("/boards/value/decision/", {"decision": "publish"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/boards/value/")


@pytest.mark.parametrize("lost", [SiteRole, Authenticator])
def test_decider_without_a_second_step_or_role_of_today_cannot_decide(lost):
    board = make_draft_board()
    submit_board(board=board, by=make_editor())
    lost.objects.filter(user=board.decider).delete()
    client = Client()
    client.force_login(board.decider)
    assert client.get("/boards/value/decision/").status_code == 404
    with pytest.raises(UnableToDecide):
        decide_board(board=again(board), by=board.decider, at=NOON, approved=True)


def test_tree_is_made_once_and_editors_come_and_go_with_their_role():
    early = make_editor()
    shelf = ensure_tree()
    assert ensure_tree() == shelf
    assert Page.objects.filter(depth=2).count() == 1
    late = make_editor()
    reader = UserFactory()
    rights = {user: shelf.permissions_for_user(user) for user in (early, late, reader)}
    assert [rights[user].can_add_subpage() for user in (early, late, reader)] == [True, True, False]
    assert not any(right.can_publish() for right in rights.values())
    SiteRole.objects.filter(user=late).delete()
    late = type(late).objects.get(pk=late.pk)
    assert not shelf.permissions_for_user(late).can_add_subpage()


def test_workflow_of_an_earlier_release_is_renamed_and_not_doubled():
    ensure_tree()
    before = Workflow.objects.count()  # Wagtail brings one of its own
    Workflow.objects.filter(name=WORKFLOW).update(name="The person named on the board decides")
    NamedDeciderTask.objects.update(name="The person named on the board decides")
    ensure_tree()
    assert Workflow.objects.count() == before
    assert [Workflow.objects.get(name=WORKFLOW).name, NamedDeciderTask.objects.get().name] == [WORKFLOW, WORKFLOW]


def test_decider_takes_a_board_off_and_nobody_else_does():
    board = make_board(("paragraph", WORDS))
    other, decider = make_editor(), board.decider
    for person, status in ((None, 302), (UserFactory(), 404), (other, 404)):
        client = Client()
        if person:
            client.force_login(person)
        assert client.post("/boards/value/take-off/").status_code == status
        assert "take-off" not in client.get("/boards/value/").content.decode()
    client = Client()
    client.force_login(decider)
    assert "take-off" in client.get("/boards/value/").content.decode()
    assert client.get("/boards/value/take-off/").status_code == 200
    client.post("/boards/value/take-off/")
    assert Client().get("/boards/value/").status_code == 410
    assert Client().get("/boards/value/versions/1/").status_code == 200
    assert "is no longer published" in Client().get("/boards/value/versions/").content.decode()
    assert AuditEntry.objects.filter(action="board.taken_off", by=decider.pk).count() == 1
    assert client.post("/boards/value/take-off/").status_code == 404


def test_board_that_waits_for_its_day_can_be_stopped():
    board = publish(make_draft_board(go_live_at=now() + timedelta(days=2)))
    take_off(board=board, by=board.decider, at=NOON)
    assert not board.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_copy_of_a_board_is_a_draft_of_its_own():
    board = make_board()
    BoardPage.objects.filter(pk=board.pk).update(starter_key="value")
    copied = BoardPage.objects.get(pk=board.pk).copy(update_attrs={"slug": "again"}, keep_live=False)
    assert (copied.starter_key, copied.live, copied.versions.count()) == (None, False, 0)


def test_export_of_an_account_names_the_boards_somebody_decided_on():
    board = make_board()
    told = privacy.export(board.decider, names={"email": []})
    assert [(row["board__slug"], row["number"]) for row in told["boards_decided_on"]] == [("value", 1)]
