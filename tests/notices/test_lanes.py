"""Nothing waits behind the wrong queue: each kind of work has a lane of its own."""

import os
import pkgutil
import signal
import threading
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils.timezone import now
from django_tasks.base import Task
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

import cairn
from cairn.common.documents import Document, Paragraph
from cairn.common.lanes import Lane
from cairn.conditions.models import Groundwork
from cairn.evaluation.models import OVERDUE
from cairn.evaluation.policies import UnableToChangePlan
from cairn.evaluation.services import request_evaluation
from cairn.evaluation.tasks import work_out
from cairn.lessons.tasks import send_request
from cairn.notices import services
from cairn.notices.enums import Frequency
from cairn.notices.kinds import NoticeKind, NoticeText, register_notice_kind
from cairn.notices.management.commands.worker import run_beside
from cairn.notices.presenters import describe_place
from cairn.notices.queries import QueuePlace, find_place
from cairn.notices.tasks import send_duties
from cairn.records.models import RecordFile
from cairn.records.services import request_file
from cairn.records.tasks import make_file, write_table
from cairn.voice.services import send_concern
from tests.factories.accounts import client_of
from tests.factories.evaluation import make_locked_plan
from tests.factories.records import NOON, make_draft
from tests.factories.voice import make_post

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
QUEUED = 200
LONG_TEXT = "A team visits each family twice a week and asks what would help. " * 1500
LANES = {
    "actions.chase_actions": Lane.BACKGROUND,
    "actions.send_invitation": Lane.MAIL,
    "adoption.chase_reviews": Lane.BACKGROUND,
    "boards.make_file": Lane.FILES,
    "boards.publish_scheduled": Lane.BACKGROUND,
    "conditions.close_rounds": Lane.BACKGROUND,
    "conditions.send_private_link": Lane.MAIL,
    "events.ask_for_feedback": Lane.BACKGROUND,
    "events.chase_event_actions": Lane.BACKGROUND,
    "events.send_action_link": Lane.MAIL,
    "events.send_action_reminder": Lane.MAIL,
    "events.send_feedback_request": Lane.MAIL,
    "events.send_line": Lane.MAIL,
    "conditions.chase_talks": Lane.BACKGROUND,
    "decisions.count_votes": Lane.BACKGROUND,
    "decisions.overwrite_votes": Lane.BACKGROUND,
    "evaluation.end_replies": Lane.BACKGROUND,
    "evaluation.look_ahead": Lane.CALCULATIONS,
    "evaluation.refresh_models": Lane.BACKGROUND,
    "evaluation.work_out": Lane.CALCULATIONS,
    "evaluation.work_out_model": Lane.CALCULATIONS,
    "events.make_file": Lane.FILES,
    "events.remind_bookers": Lane.MAIL,
    "events.send_booking_mails": Lane.MAIL,
    "events.ask_follower": Lane.MAIL,
    "events.fetch_mail": Lane.MAIL,
    "events.reply_to_mail": Lane.MAIL,
    "events.send_answers": Lane.MAIL,
    "indicators.look_for_releases": Lane.BACKGROUND,
    "indicators.read_upload": Lane.TABLES,
    "indicators.notify_followers": Lane.BACKGROUND,
    "lessons.send_request": Lane.MAIL,
    "library.look_at_links": Lane.BACKGROUND,
    "notices.apply_retention": Lane.BACKGROUND,
    "notices.send_daily": Lane.MAIL,
    "notices.send_duties": Lane.SAFETY,
    "notices.send_immediate": Lane.MAIL,
    "notices.send_invitation": Lane.MAIL,
    "notices.send_weekly": Lane.MAIL,
    "notices.tend_circles": Lane.BACKGROUND,
    "peers.remind_of_visits": Lane.BACKGROUND,
    "notices.watch_site": Lane.MAIL,
    "records.check_attachment": Lane.FILES,
    "records.check_lost_attachments": Lane.BACKGROUND,
    "records.make_file": Lane.FILES,
    "records.send_answer": Lane.MAIL,
    "records.tell_of_the_week": Lane.BACKGROUND,
    "records.write_table": Lane.TABLES,
    "rooms.tidy_rooms": Lane.BACKGROUND,
    "events.tend_bookings": Lane.BACKGROUND,
    "search.notify_of_new": Lane.BACKGROUND,
    "voice.chase_concerns": Lane.SAFETY,
    "voice.expire_consents": Lane.BACKGROUND,
    "voice.end_stories": Lane.BACKGROUND,
    "voice.overwrite_deleted": Lane.BACKGROUND,
}


@pytest.fixture(autouse=True)
def connection_of_the_test(monkeypatch):
    """The worker closes a connection that is not as it was opened, and in a test it is inside a transaction."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def queue_evaluations() -> None:
    """Of results that are gone, so that each takes no time."""
    for number in range(QUEUED):
        work_out.enqueue(-1 - number)


def count_waiting(lane: Lane) -> int:
    return DBTaskResult.objects.filter(queue_name=lane, status="READY").count()


def list_started() -> list[str]:
    started = DBTaskResult.objects.exclude(started_at=None).order_by("started_at")
    return list(started.values_list("task_path", flat=True))


def work(*lanes: Lane) -> None:
    call_command("worker", lanes=list(lanes or Lane), batch=True)


def ask_for_long_file(record) -> RecordFile:
    return request_file(record=record, form="pdf", document=Document("Long", (Paragraph((LONG_TEXT,)),)), at=NOON)


def test_every_job_names_its_lane():
    found = {}
    for app in pkgutil.iter_modules(cairn.__path__):
        if app.ispkg and find_spec(f"cairn.{app.name}.tasks"):
            for name, value in vars(import_module(f"cairn.{app.name}.tasks")).items():
                if isinstance(value, Task):
                    found[f"{app.name}.{name}"] = value.queue_name
    assert found == LANES


def test_what_people_wait_for_is_done_while_evaluations_are_queued(django_capture_on_commit_callbacks, user):
    queue_evaluations()
    post = make_post()
    with django_capture_on_commit_callbacks(execute=True):
        send_concern(organisation=post.organisation, words="A worry", contact="", by=None, at=now())
        made = ask_for_long_file(make_draft(Groundwork, author=user))
    write_table.enqueue(-1)
    work(Lane.SAFETY, Lane.MAIL, Lane.FILES, Lane.TABLES)
    made.refresh_from_db()
    assert [message.to for message in mail.outbox] == [[post.membership.user.email]]
    assert made.made_at is not None
    assert count_waiting(Lane.TABLES) == 0
    assert count_waiting(Lane.CALCULATIONS) == QUEUED


def test_a_worker_of_all_lanes_begins_with_safety_and_ends_with_calculations():
    queue_evaluations()
    write_table.enqueue(-1)
    make_file.enqueue(-1)
    send_request.enqueue(-1)
    send_duties.enqueue()
    work()
    first = [path.rpartition(".")[2] for path in list_started()[:5]]
    assert first == ["send_duties", "send_request", "make_file", "write_table", "work_out"]
    assert count_waiting(Lane.CALCULATIONS) == 0


def test_worries_do_not_wait_for_other_mail(django_capture_on_commit_callbacks, user):
    register_notice_kind(
        NoticeKind("test.lane", "News", "News.", lambda *_: NoticeText("News", "More.", "/"), Frequency.IMMEDIATE)
    )
    try:
        post = make_post()
        with django_capture_on_commit_callbacks(execute=True):
            services.notify(users=[user], kind="test.lane", about="one", at=now())
            send_concern(organisation=post.organisation, words="A worry", contact="", by=None, at=now())
        work(Lane.SAFETY)
        assert [message.to for message in mail.outbox] == [[post.membership.user.email]]
        work(Lane.MAIL)
        assert [message.to for message in mail.outbox[1:]] == [[user.email]]
    finally:
        from cairn.notices import kinds

        del kinds._kinds["test.lane"]


# --- the worker ----------------------------------------------------------------------------------


class FakeWorker:
    """Stands in for one of the library, which serves one lane until it is told to stop."""

    def __init__(self, run) -> None:
        self.running, self._run = True, run

    def run(self) -> None:
        self._run(self)


def until(check) -> None:
    pause = threading.Event()
    for _ in range(500):
        if check():
            return
        pause.wait(0.01)
    raise AssertionError("It did not happen within five seconds.")


def describe_to_end() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_a_lane_runs_beside_one_that_is_long_at_it_and_a_signal_lets_both_finish():
    quick_is_done, finished = threading.Event(), []

    def calculate(worker) -> None:
        until(quick_is_done.is_set)
        describe_to_end()
        until(lambda: not worker.running)
        finished.append("calculation")

    assert run_beside(
        [FakeWorker(calculate), FakeWorker(lambda worker: quick_is_done.set() or until(lambda: not worker.running))]
    )
    assert finished == ["calculation"]


def test_a_lane_that_fails_ends_the_worker():
    def fail(worker) -> None:
        raise OSError("The database has gone.")

    other = FakeWorker(lambda worker: until(lambda: not worker.running))
    assert not run_beside([FakeWorker(fail), other])
    assert not other.running


def test_an_unknown_lane_is_refused_with_the_ones_there_are():
    with pytest.raises(CommandError, match=r"'calculation' is not a valid Lane. Choose from: safety, mail, files"):
        call_command("worker", "--lanes", "mail,calculation", "--batch")


# --- pages that wait -----------------------------------------------------------------------------


def test_place_counts_what_is_before_it_in_its_lane_only():
    send_request.enqueue(1)
    for number in (5, 6, 7):
        work_out.enqueue(number)
    assert find_place(work_out.module_path, 7) == QueuePlace(2, None, None)
    work(Lane.MAIL)
    DBTaskResult.objects.filter(args_kwargs__args=[5]).update(status="RUNNING", started_at=NOON)
    assert find_place(work_out.module_path, 7).ahead == 2
    assert find_place(work_out.module_path, 5) == QueuePlace(0, NOON, None)
    assert find_place(work_out.module_path, 8) is None
    assert find_place(make_file.module_path, 7) is None


def test_place_says_how_long_others_took():
    work_out.enqueue(1)
    work_out.enqueue(2)
    DBTaskResult.objects.filter(args_kwargs__args=[1]).update(
        status="SUCCESSFUL", started_at=NOON, finished_at=NOON + timedelta(seconds=12)
    )
    assert find_place(work_out.module_path, 2) == QueuePlace(0, None, 12.0)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (None, "It has not reached the queue yet."),
        (QueuePlace(0, None, 12.0), "It is next in the queue."),
        (QueuePlace(3, None, None), "It is number 4 in the queue."),
        (QueuePlace(3, None, 12.0), "It is number 4 in the queue. At the recent pace, it should start in about 36 sec"),
        (QueuePlace(100, None, 12.0), "in about 20 minutes."),
        (QueuePlace(0, NOON, None), "It started 5 seconds ago."),
        (QueuePlace(0, NOON, 1.2), "It started 5 seconds ago. Others like it took about 1 second."),
    ],
)
def test_place_in_words(place, words):
    assert words in describe_place(place, at=NOON + timedelta(seconds=5))


def test_waiting_page_shows_the_place_and_a_long_queue_is_no_failure(user):
    queue_evaluations()
    plan = make_locked_plan(user, at=now() - 2 * OVERDUE)
    work_out.enqueue(plan.evaluations.get().pk)
    page = client_of(user).get(plan.get_absolute_url()).content.decode()
    assert f"It is number {QUEUED + 1} in the queue." in page
    assert "Try again" not in page
    with pytest.raises(UnableToChangePlan, match="We are calculating"):
        request_evaluation(plan=plan, at=now())


def test_a_small_file_is_made_in_the_request(user, django_capture_on_commit_callbacks):
    record = make_draft(author=user)
    client = client_of(user)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"/records/{record.slug}/document/", {"form": "docx"}, follow=True)
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert not DBTaskResult.objects.filter(task_path=make_file.module_path).exists()


def test_a_long_file_is_a_job_once_however_often_it_is_asked_for(user, django_capture_on_commit_callbacks):
    record = make_draft(Groundwork, author=user)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            made = ask_for_long_file(record)
    assert made.made_at is None
    assert count_waiting(Lane.FILES) == 1
    page = client_of(user).get(f"/records/{record.slug}/document.pdf").content.decode()
    assert "It is next in the queue." in page
