"""What the page of jobs shows: names, times and names of errors. Never what a job is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django_tasks_db.models import DBTaskResult

from cairn.notices.models import ScheduledJob
from cairn.notices.queries import QueuePlace
from cairn.notices.schedules import get_schedules

JOB_WORDS = {
    "cairn.actions.tasks.chase_actions": "Send reminders about actions",
    "cairn.actions.tasks.send_invitation": "Invite someone to own an action",
    "cairn.adoption.tasks.chase_reviews": "Remind people of checks that are due",
    "cairn.boards.tasks.publish_scheduled": "Publish boards on their day",
    "cairn.boards.tasks.make_file": "Make a poster or handout of a board",
    "cairn.conditions.tasks.close_rounds": "Close rounds of reflections whose last day is over",
    "cairn.conditions.tasks.send_private_link": "Send a private link to a reflection",
    "cairn.decisions.tasks.count_votes": "Count votes that have ended",
    "cairn.decisions.tasks.overwrite_votes": "Overwrite votes and words that were deleted",
    "cairn.events.tasks.followup.ask_for_feedback": "Ask how a learning event was",
    "cairn.events.tasks.followup.chase_event_actions": "Remind people of actions they wrote at a learning event",
    "cairn.events.tasks.followup.send_action_link": "Send a private link to an action",
    "cairn.events.tasks.followup.send_action_reminder": "Send a reminder of an action",
    "cairn.events.tasks.followup.send_feedback_request": "Send a request for feedback",
    "cairn.events.tasks.followup.send_line": "Send a speaker the words about them",
    "cairn.conditions.tasks.chase_talks": "Remind teams of regular communication",
    "cairn.evaluation.tasks.end_replies": "Show results once councils had time to reply",
    "cairn.evaluation.tasks.look_ahead": "See what the figures of a council could show",
    "cairn.evaluation.tasks.refresh_models": "Evaluate models again after new figures",
    "cairn.evaluation.tasks.work_out": "Calculate an evaluation",
    "cairn.evaluation.tasks.work_out_model": "Evaluate a model across its councils",
    "cairn.events.tasks.papers.make_file": "Make a programme, badges or a door sheet",
    "cairn.events.tasks.mails.remind_bookers": "Remind people who booked a learning event",
    "cairn.events.tasks.mails.send_booking_mails": "Send e-mails to people who booked a learning event",
    "cairn.events.tasks.booking.tend_bookings": "Offer unaccepted places to the next person",
    "cairn.events.tasks.suggestions.ask_follower": "Ask an address to confirm that it follows a suggestion",
    "cairn.events.tasks.suggestions.fetch_mail": "Fetch suggestions by e-mail",
    "cairn.events.tasks.suggestions.reply_to_mail": "Reply to an e-mail with a suggestion",
    "cairn.events.tasks.suggestions.send_answers": "Send the answer to a suggestion",
    "cairn.indicators.tasks.read_upload": "Read uploaded figures",
    "cairn.indicators.tasks.notify_followers": "Tell followers about new figures",
    "cairn.indicators.tasks.look_for_releases": "Check for new releases of figures",
    "cairn.lessons.tasks.send_request": "Send a request for agreement to a lesson",
    "cairn.library.tasks.look_at_links": "Check source links",
    "cairn.notices.tasks.send_immediate": "Send e-mails",
    "cairn.notices.tasks.send_duties": "Send e-mails about safety",
    "cairn.notices.tasks.send_daily": "Send the daily e-mails",
    "cairn.notices.tasks.send_weekly": "Send the weekly e-mails",
    "cairn.notices.tasks.send_invitation": "Send an invitation",
    "cairn.notices.tasks.apply_retention": "Delete what has been kept long enough",
    "cairn.notices.tasks.tend_circles": "End circles on their last day",
    "cairn.notices.tasks.watch_site": "Tell hosts about problems",
    "cairn.peers.tasks.remind_of_visits": "Remind people of visits and their follow-up",
    "cairn.records.tasks.check_attachment": "Check an uploaded file",
    "cairn.records.tasks.check_lost_attachments": "Check files again whose check was lost",
    "cairn.records.tasks.make_file": "Make a PDF or Word file of a record",
    "cairn.records.tasks.tell_of_the_week": "Prepare the Monday e-mails",
    "cairn.records.tasks.write_table": "Import a spreadsheet",
    "cairn.records.tasks.send_answer": "Send the answer to a report",
    "cairn.rooms.tasks.tidy_rooms": "Tidy rooms that have closed",
    "cairn.search.tasks.notify_of_new": "Tell people about new search results",
    "cairn.voice.tasks.chase_concerns": "Send reminders about unread concerns",
    "cairn.voice.tasks.expire_consents": "Delete answers whose consent has ended",
    "cairn.voice.tasks.end_stories": "Delete stories whose consent has ended",
    "cairn.voice.tasks.overwrite_deleted": "Overwrite what was deleted",
}
PROBLEM_WORDS = (
    (("SMTP", "Mail"), "The mail server did not accept it"),
    (("Timeout", "Connection", "gaierror"), "Another server did not answer"),
    (("OperationalError", "InterfaceError"), "The database did not answer"),
    (("DoesNotExist",), "What it was about has been deleted"),
    (("MemoryError",), "The server ran out of memory"),
    (("FileNotFoundError", "PermissionError", "OSError"), "A file could not be read or written"),
)


def name_problem(exception: str) -> str:
    """In words where the kind of error says what to look at; its name stands beside them for whoever mends it."""
    if not exception:
        return ""
    name = exception.rpartition(".")[2]
    words = next((words for parts, words in PROBLEM_WORDS if any(part in name for part in parts)), "Unexpected error")
    return f"{words} ({name})"


@dataclass(frozen=True)
class JobLine:
    key: str
    name: str
    queued_at: datetime
    finished_at: datetime | None
    starts: int
    problem: str


def describe_jobs(results: Iterable[DBTaskResult[Any, Any]]) -> list[JobLine]:
    return [
        JobLine(
            key=str(result.pk),
            name=JOB_WORDS.get(result.task_path, result.task_path.rpartition(".")[2].replace("_", " ").capitalize()),
            queued_at=result.enqueued_at,
            finished_at=result.finished_at,
            starts=len(result.worker_ids),
            problem=name_problem(result.exception_class_path),
        )
        for result in results
    ]


def describe_schedules(*, at: datetime) -> list[dict[str, Any]]:
    last = dict(ScheduledJob.objects.values_list("name", "last_queued_at"))
    return [
        {
            "label": schedule.label,
            "last": last.get(schedule.name),
            "is_due": schedule.is_due(last.get(schedule.name), at=at),
        }
        for schedule in get_schedules()
    ]


def describe_sent(number: int) -> str:
    """How many mails went to the outbox of the demonstration."""
    if not number:
        return "No e-mails were waiting."
    return "1 e-mail sent." if number == 1 else f"{number} e-mails sent."


def describe_place(place: QueuePlace | None, *, at: datetime) -> str:
    """Where something is on the queue, in words for the person who waits for it."""
    if place is None:
        return "It has not reached the queue yet."
    if place.started_at is not None:
        return _describe_running((at - place.started_at).total_seconds(), place.usual_seconds)
    if place.ahead == 0:
        return "It is next in the queue."
    words = f"It is number {place.ahead + 1} in the queue."
    if place.usual_seconds is None:
        return words
    return f"{words} At the recent pace, it should start in about {describe_length(place.ahead * place.usual_seconds)}."


def _describe_running(seconds: float, usual: float | None) -> str:
    words = f"It started {describe_length(seconds)} ago."
    return words if usual is None else f"{words} Others like it took about {describe_length(usual)}."


def describe_length(seconds: float) -> str:
    if seconds < 90:
        number = max(round(seconds), 1)
        return f"{number} second{'' if number == 1 else 's'}"
    number = round(seconds / 60)
    return f"{number} minute{'' if number == 1 else 's'}"
