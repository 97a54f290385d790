"""What the Monday e-mail says of a desk: what is due, one question, one new thing from councils like one's own."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.notices.kinds import NoticeText
from cairn.places.queries import get_own_council
from cairn.records.desk import DueItem, WorkItem, find_councils_like, get_due, get_question, get_work
from cairn.records.presenters.desk import summarise
from cairn.records.queries import get_something_new

MOST = 5
WEEK = timedelta(days=7)


def describe_week(user: User, *, at: datetime) -> list[NoticeText]:
    """Nothing where nothing is due and nothing is new: a question alone is no reason to write to somebody."""
    day = localdate(at)
    due = get_due(user)
    work = [item for item in get_work(user) if item.is_late or (item.due is not None and item.due <= day + WEEK)]
    found = [text for text in (_describe_due(due, work, day), _describe_new(user, since=at - WEEK)) if text]
    if found and (question := _ask(user)):
        found.insert(1, question)
    return found


def _describe_due(due: Sequence[DueItem], work: Sequence[WorkItem], day: date) -> NoticeText | None:
    if not due and not work:
        return None
    links = [(f"{item.title}: {item.action}", item.url) for item in due[:MOST]]
    links += [(f"{item.title}: {_say_when(item)}", item.next_url) for item in work[:MOST]]
    more = len(due) + len(work) - len(links)
    if more:
        links.append((f"{more} more", reverse("records:work")))
    return NoticeText(
        f"Your week: {_count(due, work)}", summarise(due, work, day), reverse("records:desk"), tuple(links), opens=True
    )


def _count(due: Sequence[DueItem], work: Sequence[WorkItem]) -> str:
    """For the subject of the mail, which names nothing."""
    late = sum(item.is_late for item in work)
    parts = [(late, "overdue"), (len(work) - late, "due this week"), (len(due), "waiting for you")]
    return ", ".join(f"{number} {words}" for number, words in parts if number)


def _say_when(item: WorkItem) -> str:
    if item.due is None:
        return item.state.lower()
    return f"{'was due' if item.is_late else 'due'} on {item.due:%-d %B}"


def _ask(user: User) -> NoticeText | None:
    question = get_question(user)
    if question is None:
        return None
    fictional = " (fictional)" if question.is_fictional else ""
    return NoticeText("A question for you", f"{question.words.rstrip('.')}. {question.about}{fictional}.", question.url)


def _describe_new(user: User, *, since: datetime) -> NoticeText | None:
    """Published since; on the desk it stays until something newer comes."""
    place = get_own_council(user)
    new, reason = get_something_new(user, place, find_councils_like(place))
    if new is None or new.first_published_at is None or new.first_published_at < since:
        return None
    whose = f", {new.organisation.name}{' (fictional)' if new.is_fictional else ''}" if new.organisation else ""
    return NoticeText(
        f"New from others: {new.title}", f"{new.get_kind().label}{whose}. {reason}.", new.get_absolute_url()
    )
