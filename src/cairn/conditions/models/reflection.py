"""What people say helps or gets in the way. Nothing leads from an answer to whoever gave it; docs/adr/0041 says how."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.timezone import localdate

from cairn.actions.models import Action
from cairn.common.privacy import (
    DELETE,
    REPOINT,
    Exported,
    Keep,
    Kept,
    OfPerson,
    OfRecord,
    PartOf,
    Run,
    names_record,
    words_of_record,
)
from cairn.conditions.enums import Answer, Strength
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.rooms.models import RandomKey, Room, make_random_key

MOST_LETTERS = 300  # of what somebody writes about one statement


def new_key() -> str:
    return get_random_string(40)


class ConditionProfile(Record):
    """What helps and what gets in the way: of a project, of a use of a model, or of the organisation itself.

    It is private until it is shared, like every record. People answer in rounds.
    """

    KIND = RecordKind.CONDITION_PROFILE
    TEXTS: ClassVar[dict[str, str]] = {"title": "Title", "summary": "Why you look at this"}
    DECIDED: ClassVar[tuple[str, ...]] = (*Record.DECIDED, "about")  # rounds are compared with others about the same
    PRIVACY = (
        names_record("about"),
        Kept(
            "So that a later reflection about the same does not show, beside it, what one person answered", ("about",)
        ),
    )

    # None: the organisation itself.
    about = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="reflections_about_it")


class ReflectionRound(models.Model):
    """A time in which people answer. Statements, agencies and promise stay as they were when it was opened.

    It never opens again. What was promised is kept in its exact words.
    """

    PRIVACY = (
        OfRecord(
            "profile",
            withdraw=Run("cairn.conditions.services.delete_answers"),
            merge=Keep("They stay with the words of the duplicate, a draft of its writers"),
        ),
    )

    profile = models.ForeignKey(ConditionProfile, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    closes_on = models.DateField()  # the last day on which people can answer
    closed_at = models.DateTimeField(null=True, blank=True)
    statements = models.JSONField(default=list)  # key, words, short and about of each, as they were asked
    agencies = models.JSONField(default=list)  # their names; a reply holds the place in this list
    asks_words = models.BooleanField(default=False)
    promise = models.TextField(max_length=3000, blank=True)  # what the page said, a line for each sentence
    reason = models.CharField(max_length=300, blank=True)  # why people were asked again
    people = models.PositiveIntegerField(default=0)  # how many had answered when it closed
    room = models.OneToOneField(Room, models.SET_NULL, null=True, blank=True, related_name="reflection")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "number"], name="reflection_round_once"),
            models.UniqueConstraint(
                fields=["profile"], condition=Q(closed_at=None), name="reflection_open_in_one_round"
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of {self.profile_id}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    def takes_answers(self, *, at: datetime) -> bool:
        return self.closed_at is None and localdate(at) <= self.closes_on

    def list_keys(self) -> list[str]:
        return [one["key"] for one in self.statements]

    def get_promises(self) -> list[str]:
        return self.promise.splitlines()


class Respondent(models.Model):
    """Somebody who was asked by mail, or who answered under an account: so that they answer once.

    Whether they have is all that it says, and no page shows it. The rows go when the round closes.
    """

    PRIVACY = (
        PartOf("round"),
        OfPerson(
            "user",
            erase=DELETE,
            exported=(Exported("reflections", ("round__profile__slug", "has_answered")),),
        ),
        OfPerson(
            "email",
            erase=DELETE,
            holds="email",
            exported=(Exported("reflections_by_link", ("round__profile__slug", "has_answered")),),
        ),
    )

    round = models.ForeignKey(ReflectionRound, models.CASCADE, related_name="respondents")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    has_answered = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="respondent_once_per_account"),
            models.UniqueConstraint(
                "round", Lower("email"), condition=~Q(email=""), name="respondent_once_per_address"
            ),
        ]

    def __str__(self) -> str:
        return f"respondent of {self.round_id}"

    def get_absolute_url(self) -> str:
        return reverse("conditions:answer-by-link", args=[self.key])


class Reply(models.Model):
    """What one person answered. No account, no address, no time; the agency is one of the list of the round."""

    PRIVACY = (PartOf("round"),)

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    round = models.ForeignKey(ReflectionRound, models.CASCADE, related_name="replies")
    agency = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return str(self.pk)


class ReplyToStatement(models.Model):
    """Whether a condition helps or gets in the way, how strongly, and why in somebody's words."""

    PRIVACY = (PartOf("reply"),)

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="answers")
    statement = models.CharField(max_length=40)
    answer = models.CharField(max_length=8, choices=Answer)
    strength = models.PositiveSmallIntegerField(choices=Strength, null=True, blank=True)
    evidence = models.TextField(max_length=MOST_LETTERS, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "statement"], name="reply_once_per_statement"),
            models.CheckConstraint(
                name="reply_that_does_not_matter_has_no_strength",
                condition=~Q(answer=Answer.NEITHER) | Q(strength=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement}: {self.answer}"


class StatementAction(models.Model):
    """An action that was started because of one statement of a reflection."""

    PRIVACY = (words_of_record("profile"), OfRecord("action", withdraw=DELETE, merge=REPOINT))

    profile = models.ForeignKey(ConditionProfile, models.CASCADE, related_name="statement_actions")
    action = models.ForeignKey(Action, models.CASCADE, related_name="+")
    statement = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.statement}: {self.action_id}"


class NewLook(models.Model):
    """Something changed, such as a leader, so that people should look at the conditions again."""

    PRIVACY = (OfRecord("record", withdraw=DELETE, merge=REPOINT),)

    record = models.ForeignKey(Record, models.CASCADE, related_name="new_looks")
    reason = models.CharField(max_length=300)
    called_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)  # when a round was opened

    def __str__(self) -> str:
        return f"new look at {self.record_id}"
