"""A lesson without names: what is forgotten, who reads what, and the code that takes it back."""

import io
import re
import zipfile

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from cairn.accounts.services import erase_account, export_account
from cairn.actions.models import Action
from cairn.audit.models import AuditEntry
from cairn.common.operations import ledger
from cairn.lessons import services
from cairn.lessons.models import AnonymousDraft, Lesson, LessonCode
from cairn.lessons.policies import UnableToTell
from cairn.lessons.services.anonymous import hash_code
from cairn.library.models import Project
from cairn.notices.models import Mail, Notice
from cairn.notices.services import send_waiting
from cairn.records import services as records
from cairn.records.models import Record, Tie
from cairn.records.policies import UnableToLink
from cairn.search.models import SearchDocument
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.lessons import LESSON_ANSWERS
from tests.factories.records import NOON, make_draft, make_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(writer):
    return services.save_anonymous_draft(draft=None, answers=LESSON_ANSWERS, by=writer, at=NOON)


def send(draft, writer):
    return services.send_anonymous_draft(draft=draft, by=writer, at=NOON)


def clear(draft, editor, **changes):
    return services.publish_anonymous_draft(draft=draft, answers=changes, by=editor, at=NOON)


def test_telling_without_names_keeps_no_record_under_the_name_of_the_writer(as_, writer):
    answer = as_(writer).post(reverse("lessons:new-lesson"), {**LESSON_ANSWERS, "way": "anonymous"})
    draft = AnonymousDraft.objects.get()
    assert answer.url == reverse("lessons:anonymous-check", args=[draft.pk])
    assert not Record.objects.exists()
    assert not AuditEntry.objects.filter(by=writer.pk).exists()


def test_a_cleared_lesson_has_nothing_that_says_who_wrote_it(draft, writer, editor):
    number = draft.pk
    send(draft, writer)
    lesson = clear(draft, editor, summary="A hub opened, its manager left, and there was no deputy.")
    assert not AnonymousDraft.objects.exists()
    assert (lesson.author, lesson.team, lesson.organisation, lesson.circle) == (None, None, None, None)
    assert lesson.sharing == "public"
    assert lesson.live
    assert lesson.is_anonymous
    assert not Tie.objects.exists()
    assert not Notice.objects.filter(about=str(number)).exists()
    assert lesson.summary.startswith("A hub opened")
    # The day, and no time of the day.
    assert {
        getattr(lesson, name).time().isoformat() for name in ("created_at", "updated_at", "first_published_at")
    } == {"00:00:00"}


@pytest.mark.parametrize("is_asked", [False, True])
def test_no_row_of_any_table_ties_the_writer_to_the_lesson(draft, writer, editor, is_asked):
    send(draft, writer)
    if is_asked:  # the mail about a question of the editor would tell too
        services.return_anonymous_draft(draft=draft, question="Which one?", by=editor, at=NOON)
        send_waiting(frequency="immediate", at=NOON)
        assert Mail.objects.filter(user=writer, kind="lesson.returned").exists()
        draft.refresh_from_db()
        send(draft, writer)
    clear(draft, editor)
    written = {"accounts.User", "account.EmailAddress", "places.Membership", "places.TeamMembership"}
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.local_fields
            if isinstance(field, models.ForeignKey | models.OneToOneField) and field.related_model is type(writer)
        ]
        for name in names:
            rows = model._default_manager.filter(**{name: writer})
            assert not rows.exists() or model._meta.label in written, model._meta.label
    assert not AuditEntry.objects.filter(by=writer.pk).exists()


def test_everybody_reads_it_and_finds_it(as_, draft, writer, editor):
    send(draft, writer)
    lesson = clear(draft, editor)
    page = as_().get(lesson.get_absolute_url()).content.decode()
    assert "Shared without names" in page
    assert writer.name not in page
    assert "Otterdale" not in page
    assert SearchDocument.objects.filter(pk=lesson.pk).exists()


def test_the_editor_sees_marks_and_no_writer(as_, writer, editor):
    words = {**LESSON_ANSWERS, "summary": "We opened in March 2024 with £340,000. Jane Porter left."}
    draft = services.save_anonymous_draft(draft=None, answers=words, by=writer, at=NOON)
    send(draft, writer)
    page = as_(editor).get(reverse("lessons:clear", args=[draft.pk])).content.decode()
    marks = re.findall(r"<mark>(.*?)<span", page)
    assert marks == ["March 2024", "£340,000", "Jane Porter"]
    assert writer.name not in page
    assert writer.email not in page
    assert "Otterdale" not in page


def test_the_editor_has_to_say_that_every_mark_was_looked_at(as_, draft, writer, editor):
    send(draft, writer)
    address = reverse("lessons:clear", args=[draft.pk])
    refused = as_(editor).post(address, LESSON_ANSWERS)
    assert "Confirm that you have checked everything highlighted" in refused.content.decode()
    assert not Lesson.objects.exists()
    as_(editor).post(address, {**LESSON_ANSWERS, "checked": "on"})
    assert Lesson.objects.get().title == LESSON_ANSWERS["title"]


@pytest.mark.parametrize("role", [None, "moderator", "host"])
def test_nobody_but_editors_reads_what_waits(as_, draft, writer, role):
    send(draft, writer)
    person = UserFactory()
    if role:
        give_site_role(person, role)
    for name, arguments in (
        ("lessons:to-clear", []),
        ("lessons:clear", [draft.pk]),
        ("lessons:anonymous-check", [draft.pk]),
        ("lessons:anonymous-change", [draft.pk]),
    ):
        answer = as_(person).get(reverse(name, args=arguments))
        assert answer.status_code == 404, name
        assert LESSON_ANSWERS["title"] not in answer.content.decode()
    assert as_().get(reverse("lessons:clear", args=[draft.pk])).status_code == 302


def test_an_editor_does_not_clear_what_they_wrote(as_, editor):
    own = services.save_anonymous_draft(draft=None, answers=LESSON_ANSWERS, by=editor, at=NOON)
    send(own, editor)
    assert as_(editor).get(reverse("lessons:clear", args=[own.pk])).status_code == 404
    with pytest.raises(UnableToTell, match="Someone else must approve this"):
        clear(own, editor)


def test_an_editor_cannot_clear_what_is_still_being_written(draft, editor):
    with pytest.raises(UnableToTell, match="no longer waiting"):
        clear(draft, editor)


def test_a_question_of_the_editor_reaches_the_writer_whom_they_do_not_know(as_, draft, writer, editor):
    send(draft, writer)
    as_(editor).post(reverse("lessons:send-back", args=[draft.pk]), {"question": "Can you leave the month out?"})
    page = as_(writer).get(reverse("lessons:anonymous-check", args=[draft.pk])).content.decode()
    assert "Can you leave the month out?" in page
    assert Notice.objects.get(kind="lesson.returned").user == writer
    as_(writer).post(
        reverse("lessons:anonymous-change", args=[draft.pk]), {**LESSON_ANSWERS, "title": "A hub lost its manager"}
    )
    assert AnonymousDraft.objects.get().title == "A hub lost its manager"


def test_the_code_is_shown_once_and_kept_nowhere(as_, draft, writer):
    answer = as_(writer).post(reverse("lessons:anonymous-send", args=[draft.pk]))
    code = re.search(r"cairn-code\">([a-z0-9-]+)<", answer.content.decode())[1]
    assert len(code.replace("-", "")) == 16
    kept = AnonymousDraft.objects.get()
    assert code not in str(vars(kept))
    assert "no-store" in answer.headers["Cache-Control"]
    again = as_(writer).get(reverse("lessons:anonymous-check", args=[draft.pk])).content.decode()
    assert code not in again


@pytest.mark.parametrize("view", ["lessons:anonymous-check", "lessons:anonymous-change"])
def test_no_browser_keeps_the_words_for_whoever_presses_back(as_, draft, writer, view):
    answer = as_(writer).get(reverse(view, args=[draft.pk]))
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_code_takes_the_lesson_back_without_a_log_in(as_, draft, writer, editor):
    code = send(draft, writer)
    lesson = clear(draft, editor)
    anybody = as_()
    address = reverse("lessons:withdraw")
    shown = anybody.post(address, {"code": code.upper().replace("-", " ")})
    assert LESSON_ANSWERS["title"] in shown.content.decode()
    assert Lesson.objects.get().withdrawn_at is None
    anybody.post(address, {"code": code, "yes": "yes"})
    lesson.refresh_from_db()
    assert lesson.is_withdrawn
    assert (lesson.title, lesson.summary, lesson.differently, lesson.happened) == ("",) * 4
    assert not LessonCode.objects.exists()
    assert as_(editor).get(lesson.get_absolute_url()).status_code in (404, 410)
    assert not SearchDocument.objects.filter(pk=lesson.pk).exists()
    assert AuditEntry.objects.get(action="record.withdrawn").by is None


def test_the_code_takes_back_what_still_waits(as_, draft, writer):
    code = send(draft, writer)
    as_().post(reverse("lessons:withdraw"), {"code": code, "yes": "yes"})
    assert not AnonymousDraft.objects.exists()


def send_three_times(draft, writer, editor):
    codes = [send(draft, writer)]
    for _ in range(2):
        draft.refresh_from_db()
        services.return_anonymous_draft(draft=draft, question="Which year?", by=editor, at=NOON)
        draft.refresh_from_db()
        codes.append(send(draft, writer))
    return codes


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("state", ["waiting", "returned", "cleared"])
def test_every_code_withdraws_the_lesson_however_often_it_was_sent(as_, draft, writer, editor, number, state):
    codes = send_three_times(draft, writer, editor)
    draft.refresh_from_db()
    if state == "returned":
        services.return_anonymous_draft(draft=draft, question="And which month?", by=editor, at=NOON)
    if state == "cleared":
        clear(draft, editor)
    as_().post(reverse("lessons:withdraw"), {"code": codes[number], "yes": "yes"})
    assert not AnonymousDraft.objects.exists()
    assert not Lesson.objects.filter(withdrawn_at=None).exists()
    assert Lesson.objects.count() == (state == "cleared")
    assert not LessonCode.objects.exists()


@pytest.mark.parametrize("how", ["code", "button"])
def test_a_backup_from_before_the_last_sending_loses_the_lesson_too(as_, settings, draft, writer, editor, how):
    first, _, last = send_three_times(draft, writer, editor)
    if how == "code":
        services.withdraw_by_code(code=last, at=NOON)
    else:
        as_(writer).post(reverse("lessons:anonymous-drop", args=[draft.pk]))
    before = AnonymousDraft.objects.create(
        title="As the backup has it", writer=writer, state="waiting", written_at=NOON
    )
    LessonCode.objects.create(sha256=hash_code(first), draft=before)
    ledger.replay(ledger.read(settings.LEDGER).entries)
    assert not AnonymousDraft.objects.exists()


def test_who_sends_again_is_told_that_the_earlier_code_still_works(as_, draft, writer, editor):
    first_page = as_(writer).post(reverse("lessons:anonymous-send", args=[draft.pk])).content.decode()
    assert "before still works" not in first_page
    draft.refresh_from_db()
    services.return_anonymous_draft(draft=draft, question="Which year?", by=editor, at=NOON)
    assert "The code you already have still works" in (
        as_(writer).get(reverse("lessons:anonymous-check", args=[draft.pk])).content.decode()
    )
    page = as_(writer).post(reverse("lessons:anonymous-send", args=[draft.pk])).content.decode()
    assert "The code you wrote down before still works too" in page


def test_the_table_of_codes_has_no_order_that_would_be_a_time():
    assert LessonCode._meta.pk.name == "sha256"
    assert {field.name for field in LessonCode._meta.fields} == {"sha256", "draft", "lesson"}


def test_a_wrong_code_says_so_and_guessing_is_slow(as_):
    anybody, address = as_(), reverse("lessons:withdraw")
    answer = anybody.post(address, {"code": "aaaa-bbbb-cccc-dddd"})
    assert "No lesson has this code" in answer.content.decode()
    for _ in range(20):
        answer = anybody.post(address, {"code": "aaaa-bbbb-cccc-dddd"})
    assert answer.status_code == 429


def test_a_lesson_without_names_cannot_be_changed_or_shared_by_anybody(as_, draft, writer, editor):
    send(draft, writer)
    lesson = clear(draft, editor)
    for person in (writer, editor):
        for name in ("records:edit", "records:share", "lessons:agreement"):
            assert as_(person).get(reverse(name, args=[lesson.slug])).status_code == 404


def test_a_worry_about_safety_is_not_kept_before_its_writer_was_shown_the_way(as_, writer):
    concern = {
        **LESSON_ANSWERS,
        "summary": "A boy told us that his stepfather hits him and he is afraid to go home.",
        "way": "anonymous",
    }
    answer = as_(writer).post(reverse("lessons:new-lesson"), concern)
    page = answer.content.decode()
    assert "This sounds like a concern about someone’s safety" in page
    assert reverse("voice:safety") in page
    assert not AnonymousDraft.objects.exists()
    as_(writer).post(reverse("lessons:new-lesson"), {**concern, "not_a_concern": "on"})
    assert AnonymousDraft.objects.count() == 1


def test_unsent_drafts_go_after_their_time_and_those_that_wait_stay(draft, writer):
    waiting = services.save_anonymous_draft(draft=None, answers=LESSON_ANSWERS, by=writer, at=NOON)
    send(waiting, writer)
    assert services.delete_unsent_drafts(NOON) == 0
    assert services.delete_unsent_drafts(NOON.replace(year=2027)) == 1
    assert list(AnonymousDraft.objects.all()) == [waiting]


def test_who_goes_takes_along_what_they_have_not_shared_yet(draft, writer, editor):
    send(draft, writer)
    erase_account(user=writer, at=NOON)
    assert not AnonymousDraft.objects.exists()
    assert not Notice.objects.filter(kind="lesson.waits").exists()


@pytest.mark.parametrize("how", ["code", "button"])
def test_what_was_taken_back_does_not_wait_again_after_a_backup_is_restored(as_, settings, draft, writer, editor, how):
    code = send(draft, writer)
    kept = {name: getattr(draft, name) for name in ("pk", "title", "summary", "written_at")}
    before = AnonymousDraft(**kept, writer=writer, state="waiting")
    if how == "code":
        clear(draft, editor)
        services.withdraw_by_code(code=code, at=NOON)
    else:
        as_(writer).post(reverse("lessons:anonymous-drop", args=[draft.pk]))
    assert "wanda" not in settings.LEDGER.read_text().lower()
    before.save(force_insert=True)  # as the backup has it
    LessonCode.objects.create(sha256=hash_code(code), draft=before)
    ledger.replay(ledger.read(settings.LEDGER).entries)
    assert not AnonymousDraft.objects.exists()


def test_no_link_says_whose_it_is(draft, writer, editor):
    """The writer's own team would be the first to link it to what it came from."""
    send(draft, writer)
    lesson = clear(draft, editor)
    project = make_record(Project, author=writer, title="Hub of Otterdale")
    other = make_record(Lesson, author=writer, **LESSON_ANSWERS)
    for source, target in ((lesson, project), (project, lesson), (lesson, other), (other, lesson)):
        with pytest.raises(UnableToLink, match="shared without names"):
            records.link(source=source, target=target, relation="comes_from", reason="", by=writer, at=NOON)
    action = make_draft(Action, author=writer, title="Name a deputy")
    records.link(source=action, target=lesson, relation="comes_from", reason="", by=writer, at=NOON)
    assert Tie.objects.get().source_id == action.pk


def test_who_told_it_with_a_name_first_is_warned(as_, draft, writer, editor):
    address = reverse("lessons:anonymous-check", args=[draft.pk])
    make_draft(Lesson, author=UserFactory(), **LESSON_ANSWERS)
    assert "You have also shared this with your name" not in as_(writer).get(address).content.decode()
    own = make_draft(Lesson, author=writer, **{**LESSON_ANSWERS, "title": "Another line"})
    page = as_(writer).get(address).content.decode()
    assert "You have also shared this with your name" in page
    assert own.get_absolute_url() in page


def test_the_export_of_an_account_holds_every_word_that_is_kept(draft, writer):
    archive = zipfile.ZipFile(io.BytesIO(export_account(user=writer, at=NOON)))
    kept = archive.read("lessons_without_names.json").decode()
    assert all(LESSON_ANSWERS[name] in kept for name in ("title", "summary", "differently"))


def test_the_second_of_two_editors_is_told_that_the_first_was_quicker(draft, writer, editor):
    send(draft, writer)
    clear(draft, editor)
    with pytest.raises(UnableToTell, match="a moment ago"):
        clear(draft, editor)
    assert Lesson.objects.count() == 1
