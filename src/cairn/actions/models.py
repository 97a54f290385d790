"""What somebody will do because of something that was learnt, and what was done about it since."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.crypto import get_random_string

from cairn.actions.enums import CLOSED, FINISHED, Act, Response, State
from cairn.common.addresses import make_absolute
from cairn.common.privacy import BLANK, DELETE, Blank, Exported, Keep, OfPerson, OfRecord, words_of_record
from cairn.places.models import Team
from cairn.records.enums import RecordKind
from cairn.records.models import Record

THE_OTHER = "Those of the duplicate stay with its words, a draft of its writers"


def new_key() -> str:
    return get_random_string(40)


class Action(Record):
    """Who does what, with which first step, by when. It has an owner or it is no action.

    The owner is a person with a log-in, somebody who was invited by e-mail and has not accepted yet
    (`ActionInvitation`), or a body outside the site. The facts that acts change stand in the row only: no draft brings
    an earlier one back.
    """

    KIND = RecordKind.ACTION
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "What will be done",
        "summary": "Why",
        "first_step": "The first step",
        "outcome": "What changed",
        "evidence": "How we know",
    }
    OF_ACTS = (
        *("owner", "body", "contact", "contact_email", "due_date", "review_date", "done_date"),
        *("state", "state_since", "response"),
    )
    DECIDED: ClassVar[tuple[str, ...]] = (*Record.DECIDED, *OF_ACTS)
    PRIVACY = (
        OfPerson("owner", erase=BLANK),
        OfPerson(
            "contact_email",
            erase=Blank(("contact", "contact_email")),
            holds="email",
            exported=(Exported("named_as_contact", ("slug", "body", "contact")),),
        ),
    )

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="actions")
    body = models.CharField(max_length=120, blank=True)
    # Somebody inside that body. The site never writes to them: they did not ask for it.
    contact = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    first_step = models.CharField(max_length=300, blank=True)
    due_date = models.DateField(null=True, blank=True)
    review_date = models.DateField(null=True, blank=True)
    done_date = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    state_since = models.DateTimeField(null=True, blank=True)
    response = models.CharField(max_length=10, choices=Response, blank=True)
    outcome = models.TextField(max_length=3000, blank=True)
    evidence = models.TextField(max_length=3000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="action_of_one_owner", condition=Q(owner=None) | Q(body="")),
            models.CheckConstraint(
                name="action_finished_on_a_day",
                condition=Q(state__in=FINISHED, done_date__isnull=False) | ~Q(state__in=FINISHED) & Q(done_date=None),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_date"], name="action_of_owner_by_day"),
            models.Index(fields=["state", "due_date"], name="action_in_state_by_day"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED

    @property
    def waits_for_later(self) -> bool:
        """Whoever was asked said "not now": nothing is due before the review."""
        return self.state == State.PROPOSED and self.response == Response.NOT_NOW


class ActionMove(models.Model):
    """One act: who did what about an action, and when. The state of the action follows from its acts."""

    PRIVACY = (OfPerson("by", erase=BLANK), words_of_record("action"))

    action = models.ForeignKey(Action, models.CASCADE, related_name="moves")
    act = models.CharField(max_length=10, choices=Act)
    response = models.CharField(max_length=10, choices=Response, blank=True)
    is_different = models.BooleanField(default=False)  # done, in another way than was planned
    words = models.CharField(max_length=1000, blank=True)
    old_day = models.DateField(null=True, blank=True)
    new_day = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="action_move_answers_with_a_response",
                condition=Q(act=Act.RESPONDED) & ~Q(response="") | ~Q(act=Act.RESPONDED) & Q(response=""),
            ),
            models.CheckConstraint(
                name="action_move_of_a_date_names_the_new_one",
                condition=~Q(act=Act.DATE_MOVED) | Q(new_day__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["action", "at"], name="action_moves_in_order")]

    def __str__(self) -> str:
        return f"{self.act} of {self.action_id}"


class ActionInvitation(models.Model):
    """An e-mail address is asked to own one action; whoever signs in with it may accept, once."""

    PRIVACY = (
        OfPerson(
            "email",
            erase=DELETE,
            holds="email",
            exported=(Exported("actions_offered", ("action__slug", "invited_at", "expires_at")),),
        ),
        OfPerson("invited_by", erase=BLANK),
        OfRecord("action", withdraw=DELETE, merge=Keep(THE_OTHER)),
    )

    action = models.OneToOneField(Action, models.CASCADE, related_name="invitation")
    email = models.EmailField()
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True, blank=True)  # by the mail server: the address receives nothing

    class Meta:
        indexes = [models.Index(Lower("email"), name="action_invitation_of_address")]

    def __str__(self) -> str:
        return f"invitation to {self.action_id}"

    def is_open(self, *, at: datetime) -> bool:
        return at < self.expires_at


class CalendarAddress(models.Model):
    """A private address under which a calendar program finds somebody's due dates, or those of one of their teams."""

    PRIVACY = (OfPerson("user", erase=DELETE, exported=(Exported("calendar_addresses", ("team__name", "made_at")),)),)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_addresses")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "team"], name="one_calendar_per_team"),
            models.UniqueConstraint(fields=["user"], condition=Q(team=None), name="one_calendar_of_ones_own"),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"

    @property
    def address(self) -> str:
        return make_absolute(reverse("actions:calendar", args=[self.key]))
