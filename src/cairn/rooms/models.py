"""A room that anybody can join with a code, and what is said in it.

Nothing here links two answers of one person; docs/adr/0037 says how.
"""

import secrets
import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import get_random_string

from cairn.accounts.models import Reader
from cairn.accounts.permissions import Permission
from cairn.common.privacy import BLANK, Exported, OfPerson, PartOf
from cairn.places.models import Team
from cairn.places.queries.belonging import get_belonging
from cairn.rooms.enums import ItemState, PromptKind
from cairn.rooms.purposes import get_purpose

# Consonants alone, so that no code is a word, and none that is taken for another letter: no L, Q or V.
LETTERS = "BCDFGHJKMNPRSTWXYZ"
CODE_LENGTH = 6
MOST_LETTERS = 500  # of an answer
SCALE = range(1, 6)


def make_code() -> str:
    return get_random_string(CODE_LENGTH, LETTERS)


def make_random_key() -> int:
    return secrets.randbits(63)


class RandomKey(models.BigIntegerField["int | None", int]):
    """A primary key that says nothing of when a row came.

    SQLite lays rows in the order of a key whose type is "integer", and in the order in which they came for any other.
    """

    def db_type(self, connection: object) -> str | None:
        return "integer" if getattr(connection, "vendor", "") == "sqlite" else super().db_type(connection)  # type: ignore[arg-type]


class RoomQuerySet(models.QuerySet["Room"]):
    def run_by(self, user: Reader) -> "RoomQuerySet":
        """Those that somebody may moderate: of their teams, opened by them, or of an organisation they coordinate."""
        if not user.is_authenticated:
            return self.none()
        own = get_belonging(user)
        writing = own.get_organisations_allowing(Permission.RECORD_EDIT)
        return self.filter(own.filter_run() | Q(opened_by=user.pk, team__organisation__in=writing))

    def ended(self, *, at: datetime) -> "RoomQuerySet":
        return self.filter(Q(closed_at__lte=at) | Q(ends_at__lte=at))

    def open(self, *, at: datetime) -> "RoomQuerySet":
        return self.filter(closed_at=None, ends_at__gt=at)


class Room(models.Model):
    """Some questions, open to whoever has the code, for some hours."""

    PRIVACY = (
        OfPerson(
            "opened_by", erase=BLANK, exported=(Exported("rooms", ("title", "team__name", "opened_at", "ends_at")),)
        ),
    )

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=make_code, editable=False)
    purpose = models.CharField(max_length=30)
    title = models.CharField(max_length=150)
    team = models.ForeignKey(Team, models.CASCADE, related_name="rooms")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    keep_until = models.DateField()  # then the answers that were not released go; promised to those who answer
    has_shared_devices = models.BooleanField(default=False)
    joined = models.PositiveIntegerField(default=0)

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="room_ends_not_before_it_opens", condition=Q(ends_at__gte=F("opened_at")))
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("rooms:room", args=[self.key])

    def get_phone_url(self) -> str:
        return reverse(get_purpose(self.purpose).page, args=[self.key])

    @property
    def ended_at(self) -> datetime:
        return self.closed_at or self.ends_at

    @property
    def keeps_together(self) -> bool:
        """Whether its purpose stores one person's answers together."""
        return get_purpose(self.purpose).keeps_together

    @property
    def is_answered_elsewhere(self) -> bool:
        """Whether an app above takes the answers on a page of its own."""
        return get_purpose(self.purpose).page != "rooms:phone"

    @property
    def has_questions(self) -> bool:
        """Whether the questions and answers are its own; an app above may keep them instead."""
        return get_purpose(self.purpose).has_questions

    @property
    def spaced_code(self) -> str:
        """As it is read out and shown."""
        return f"{self.code[:3]} {self.code[3:]}"

    def has_ended(self, *, at: datetime) -> bool:
        return self.ended_at <= at


class Prompt(models.Model):
    """One question of a room. `options` holds the choices, or what the two ends of a scale mean."""

    PRIVACY = (PartOf("room"),)

    room = models.ForeignKey(Room, models.CASCADE, related_name="prompts")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=PromptKind)
    options = models.JSONField(default=list)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["room", "position"], name="prompt_once_per_position")]

    def __str__(self) -> str:
        return self.text

    def get_choices(self) -> list[tuple[int, str]]:
        """What can be chosen, with its number."""
        if self.kind == PromptKind.SCALE:
            return [(point, str(point)) for point in SCALE]
        return list(enumerate(self.options, start=1))


class Sheet(models.Model):
    """What one person answered, together: only in rooms whose purpose says so. Nothing says whose it is, or when."""

    PRIVACY = (PartOf("room"),)

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="sheets")

    def __str__(self) -> str:
        return str(self.pk)


class ItemQuerySet(models.QuerySet["Item"]):
    def of_room(self, room: Room) -> "ItemQuerySet":
        return self.filter(prompt__room=room)

    def shuffled(self) -> "ItemQuerySet":
        """In an order that says nothing, and stays."""
        return self.order_by("pk")


class Item(models.Model):
    """One answer to one question: words, or the number of a choice or of a point of the scale. Nothing says whose."""

    PRIVACY = (PartOf("prompt"),)

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    prompt = models.ForeignKey(Prompt, models.CASCADE, related_name="items")
    sheet = models.ForeignKey(Sheet, models.CASCADE, null=True, blank=True, related_name="items")
    text = models.TextField(max_length=MOST_LETTERS, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=ItemState, default=ItemState.WAITING)
    times = models.PositiveSmallIntegerField(default=1)  # how many said it whose own words were deleted since
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="merged")

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="item_words_or_number",
                condition=(Q(text="") & Q(number__isnull=False)) | (~Q(text="") & Q(number=None)),
            ),
            models.CheckConstraint(
                name="item_merged_into_another",
                condition=Q(state=ItemState.MERGED, merged_into__isnull=False)
                | (~Q(state=ItemState.MERGED) & Q(merged_into=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.number)


class Receipt(models.Model):
    """That something sent under this key arrived, so that it is not taken twice. What it was, is not kept here."""

    PRIVACY = (PartOf("room"),)

    key = models.UUIDField(primary_key=True)
    room = models.ForeignKey(Room, models.CASCADE, related_name="receipts")

    def __str__(self) -> str:
        return str(self.key)
