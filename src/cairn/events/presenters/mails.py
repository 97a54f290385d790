"""Mails to somebody who booked, with an account or without: text, HTML and a calendar file in one."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from cairn.common.addresses import make_absolute
from cairn.events.enums import BookingState, ChoiceState
from cairn.events.models import Booking, BookingMail
from cairn.events.presenters.calendar import Method, make_calendar
from cairn.events.presenters.entries import make_booking_entry
from cairn.events.presenters.facts import BookingFacts, load_facts, read_facts
from cairn.events.presenters.news import Change, News, can_remind, find_news, list_changes
from cairn.events.presenters.when import describe_day, describe_distance, describe_moment
from cairn.events.queries.telling import LEADS, find_last_sequence, get_last_told

SUBJECTS = {
    News.CONFIRMED: "Your place is booked: {title}",
    News.WAITING: "You are on the waiting list: {title}",
    News.OFFERED: "A place is free for you until {until}: {title}",
    News.PROMOTED: "You have a place: {title}",
    News.OFFER_ENDED: "You no longer have the offer of a place: {title}",
    News.CANCELLED: "Your booking is cancelled: {title}",
    News.CHANGED: "Your booking has changed: {title}",
    News.EVENT_CANCELLED: "Cancelled: {title}",
    News.REMINDER: "{distance}: {title}",
}
MOVED, NEW_VENUE = "New date or time: {title}", "New venue: {title}"
ACTIONS = {
    News.OFFERED: "Accept or decline the place",
    News.WAITING: "See your place on the waiting list",
    News.OFFER_ENDED: "See your booking",
    News.CANCELLED: "Book again",
    News.EVENT_CANCELLED: "See the event",
}
SEE = "See, change or cancel your booking"


@dataclass(frozen=True)
class Told:
    """A mail, what it says of the event, and the number of its calendar file."""

    message: EmailMultiAlternatives
    facts: BookingFacts
    sequence: int | None


def compose_booking_mail(mail: BookingMail, *, at: datetime) -> Told | None:
    """From what is so now; None where there is nothing to say any more."""
    booking = mail.booking
    last = get_last_told(booking)
    told, now = load_facts(last.told) if last else None, read_facts(booking)
    news = _choose_news(mail, told, now, at=at)
    if news is None:
        return None
    changes = list_changes(told, now) if news in (News.CHANGED, News.REMINDER, News.PROMOTED) else []
    method = _choose_method(news, told, now, changes)
    sequence = _get_sequence(booking)
    subject = _write_subject(news, now, booking, changes, at=at)
    is_attached = method is not None and not settings.NOTIFY_API_KEY  # which carries no files
    context = _describe(booking, news, told, now, changes) | {"subject": subject, "is_attached": is_attached}
    message = EmailMultiAlternatives(
        subject=" ".join(f"{settings.SITE_NAME}: {subject}".split())[:200],
        body=render_to_string("events/mail.txt", context),
        to=[formataddr((booking.name, booking.email))] if _is_plain(booking.name) else [booking.email],
        reply_to=[booking.event.arrangements.contact_email] if booking.event.arrangements.contact_email else None,
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("events/mail.html", context), "text/html")
    if method is not None:
        _attach_calendar(message, booking, method, sequence, at=at)
    return Told(message, now, sequence if method is not None else None)


def _choose_news(mail: BookingMail, told: BookingFacts | None, now: BookingFacts, *, at: datetime) -> News | None:
    if mail.reason == BookingMail.Reason.NEWS:
        return find_news(told, now, at=at)
    same_start = mail.reminds_of == now.start
    return (
        News.REMINDER if same_start and can_remind(now, before=LEADS[BookingMail.Reason(mail.reason)], at=at) else None
    )


def _choose_method(news: News, told: BookingFacts | None, now: BookingFacts, changes: list[Change]) -> Method | None:
    """Who waits has nothing in the calendar, and who has it there already needs it again only when it changed."""
    if news in (News.CANCELLED, News.EVENT_CANCELLED, News.OFFER_ENDED):
        return Method.CANCEL if told is not None and told.is_confirmed else None
    if not now.is_confirmed:
        return None
    return Method.REQUEST if news != News.REMINDER or changes else None


def _get_sequence(booking: Booking) -> int:
    """Higher than in any calendar file of this event that the person got, and never below that of the event."""
    had = find_last_sequence(booking)
    return max(booking.event.arrangements.sequence, 0 if had is None else had + 1)


def _attach_calendar(
    message: EmailMultiAlternatives, booking: Booking, method: Method, sequence: int, *, at: datetime
) -> None:
    """Once for programs that understand invitations, once as a file for those that do not."""
    raw = make_calendar([make_booking_entry(booking, sequence=sequence)], method=method, at=at)
    message.attach_alternative(raw.decode(), f"text/calendar; method={method}")
    message.attach("event.ics", raw, "application/ics")


def _write_subject(news: News, now: BookingFacts, booking: Booking, changes: list[Change], *, at: datetime) -> str:
    labels = {change.label for change in changes}
    form = SUBJECTS[news]
    if news == News.CHANGED and labels & {"When", "Where"}:
        form = MOVED if "When" in labels else NEW_VENUE
    held = booking.event.arrangements
    until = describe_moment(booking.offered_until, held.time_zone) if booking.offered_until else ""
    distance = describe_distance(held.day, at.astimezone(held.zone).date())
    return form.format(title=now.title, until=until, distance=distance)


def _describe(
    booking: Booking, news: News, told: BookingFacts | None, now: BookingFacts, changes: list[Change]
) -> dict[str, object]:
    held = booking.event.arrangements
    path = reverse("events:event", args=[booking.event.slug])
    own = make_absolute(booking.get_absolute_url())
    return {
        "name": booking.name,
        "sentences": _write_sentences(booking, news, told, now),
        "changes": changes,
        "facts": _list_facts(booking, now),
        "joining": held.joining if now.is_confirmed else "",
        "action": ACTIONS.get(news, SEE),
        "address": make_absolute(path) if news in (News.CANCELLED, News.EVENT_CANCELLED) else own,
        "is_over": news == News.EVENT_CANCELLED,
        "programme": make_absolute(path),
        "calendar_file": _link("events:booking-calendar", booking) if now.is_confirmed else "",
        "people": _link("events:people", booking) if now.is_confirmed and not booking.is_group else "",
        "contact": held.contact_email,
        "erased_on": _find_erasing(booking, news),
        "site_name": settings.SITE_NAME,
        "title": now.title,
    }


def _link(view: str, booking: Booking) -> str:
    return make_absolute(reverse(view, args=[booking.key]))


def _find_erasing(booking: Booking, news: News) -> str:
    """When the needs that somebody told us go; said where they have just told us."""
    told = news in (News.CONFIRMED, News.WAITING, News.CHANGED) and getattr(booking, "needs", None) is not None
    return f"{booking.event.arrangements.needs_erased_on:%-d %B %Y}" if told else ""


def _list_facts(booking: Booking, now: BookingFacts) -> list[tuple[str, str]]:
    waits = {one.session for one in booking.choices.all() if one.state == ChoiceState.WAITING}
    waiting_for = "; ".join(one.title for one in booking.event.sessions.all() if one.key in waits)
    rows = [
        ("When", now.when),
        ("Where", now.place),
        ("Places", f"{now.places} {'place' if now.places == 1 else 'places'}" if booking.is_group else ""),
        ("Break-outs", "; ".join(now.sessions)),
        ("Waiting for", waiting_for),
    ]
    return [(label, words) for label, words in rows if words]


def _write_sentences(booking: Booking, news: News, told: BookingFacts | None, now: BookingFacts) -> list[str]:
    held = booking.event.arrangements
    until = describe_moment(booking.offered_until, held.time_zone) if booking.offered_until else ""
    places = f"{now.places} places" if now.places > 1 else "a place"
    match news:
        case News.CONFIRMED:
            return [f"You have {places} at this event.", *_list_of_group(booking)]
        case News.WAITING:
            return [
                "The event is full, so you are on the waiting list. You do not have a place yet.",
                "We will e-mail you if a place becomes free. Places go in the order in which people joined the list.",
            ]
        case News.OFFERED:
            return [
                f"A place has become free and we are keeping it for you until {until}.",
                "If you do not accept it by then, it goes to the next person on the list.",
            ]
        case News.PROMOTED:
            return [
                f"You now have {places} at this event and are no longer on the waiting list.",
                *_list_of_group(booking),
            ]
        case News.OFFER_ENDED:
            back = now.state == BookingState.WAITING
            return ["The place that we kept for you has gone to the next person on the list."] + (
                ["You are still on the waiting list."] if back else ["You are no longer on the waiting list."]
            )
        case News.CANCELLED:
            had_place = told is not None and told.is_confirmed
            return [f"You no longer have a place {'at' if had_place else 'on the waiting list of'} this event."]
        case News.CHANGED:
            if not now.is_confirmed:
                return ["Here is what has changed. You are still on the waiting list and do not have a place yet."]
            return ["Here is what has changed. You do not need to do anything if you still want to come."]
        case News.EVENT_CANCELLED:
            because = held.cancelled_because.strip()
            return ["This event will not take place.", *([f"Reason: {because}"] if because else [])]
        case News.REMINDER:
            day = describe_day(held.day)
            return [f"You have {places} at this event on {day}. If you cannot come, cancel so that someone else can."]


def _list_of_group(booking: Booking) -> list[str]:
    if not booking.is_group:
        return []
    return [
        "We hold no names of children or young people. Their badges are blank, so that they can choose what to write."
    ]


def _is_plain(name: str) -> bool:
    """Whether it can stand before an address without being taken for another one."""
    return bool(name) and not set(name) & set('<>@,;:"\r\n\\')
