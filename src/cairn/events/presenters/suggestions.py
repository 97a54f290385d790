"""A suggestion in words: how long it waits, what it was answered, and who is told what by mail."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from cairn.accounts.models import Reader
from cairn.common.dates import show_day
from cairn.events.models import Suggestion, SuggestionFollower
from cairn.events.queries.suggestions import get_seen_events
from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.notices.kinds import NoticeText
from cairn.notices.presenters.mails import compose_for_outsider
from cairn.records.models import Record

State = Suggestion.State
COLOURS = {State.PLANNED: "green", State.ANSWERED: "green", State.DECLINED: "grey", State.WAITING: "yellow"}


def describe_days(number: int) -> str:
    return "less than a day" if number < 1 else "1 day" if number == 1 else f"{number} days"


@dataclass(frozen=True)
class SuggestionView:
    """`event` is the one that answers it, where the reader may see it."""

    suggestion: Suggestion
    at: datetime
    event: Record | None = None

    @property
    def title(self) -> str:
        """What was sent is for those who answer; the public page shows `public_title` itself."""
        return self.suggestion.public_title or self.suggestion.title or "Untitled suggestion"

    @property
    def age(self) -> str:
        """How long it has waited, or did."""
        one = self.suggestion
        if one.answered_at is None:
            return f"Waiting for {describe_days(one.get_age_in_days(at=self.at))}"
        return f"Answered on {show_day(one.answered_at)}, after {describe_days((one.answered_at - one.sent_at).days)}"

    @property
    def state(self) -> str:
        return str(State(self.suggestion.state).label)

    @property
    def colour(self) -> str:
        return COLOURS[State(self.suggestion.state)]

    @property
    def topic(self) -> str:
        terms = {term.key: term.title for term in get_vocabulary("boards").terms}
        return terms.get(self.suggestion.topic, "")

    @property
    def followers(self) -> str:
        number = getattr(self.suggestion, "number", 0)
        return "" if not number else "1 person follows this" if number == 1 else f"{number} people follow this"


def show_suggestions(suggestions: list[Suggestion], user: Reader, *, at: datetime) -> list[SuggestionView]:
    events = get_seen_events(suggestions, user)
    return [SuggestionView(one, at, events.get(one.event_id or 0)) for one in suggestions]


# --- Mails to people without an account -----------------------------------------------------------


def compose_question(follower: SuggestionFollower) -> EmailMultiAlternatives:
    title = follower.suggestion.public_title
    sentence = (
        f"Someone asked us to tell this address when the suggestion “{title}” is answered. If it was you, "
        "open the link and confirm. If not, do nothing: we will delete this address."
    )
    text = NoticeText("Confirm that you follow a suggestion", sentence, follower.get_absolute_url())
    return compose_for_outsider(text, to=follower.email)


def compose_answer(follower: SuggestionFollower) -> EmailMultiAlternatives:
    """It holds the answer, because there is no other way to this person; the link is theirs alone."""
    suggestion = follower.suggestion
    whose = "Your suggestion" if follower.sent_id else "A suggestion you follow"
    named = f"“{suggestion.public_title}”: " if suggestion.is_released else ""
    sentence = f"{named}{State(suggestion.state).label}. {suggestion.answer}"
    text = NoticeText(f"{whose} was answered", sentence, follower.get_absolute_url())
    return compose_for_outsider(text, to=follower.email)


def get_mail_address() -> str:
    """Where suggestions can be sent by mail; nothing where no mailbox is set."""
    return settings.MAILBOX_ADDRESS
