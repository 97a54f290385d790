"""Booking a place for oneself, or, as a worker, for young people or a family."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from cairn.accounts.models import Reader
from cairn.common.forms import CHOOSE, RadioSelect, long_text, short_text
from cairn.events.enums import Attendance, Attends, Audience, Need
from cairn.events.forms.fields import email_field, whole_number
from cairn.events.models import Booking, EventArrangements, EventSession
from cairn.events.policies.booking import MOST_IN_GROUP, are_parallel
from cairn.events.services import BookingAnswers

PERSONS = (Audience.FUNDED, Audience.NEWCOMER, Audience.PARTNER, Audience.OTHER)
GROUP_CHOICES = ((Audience.YOUNG, "Young people"), (Audience.FAMILY, "A family"))
NO_SESSION = "Decide on the day"


class BaseBookingForm(forms.Form):
    """What both forms ask. `booking` is the one that is changed; its address stays."""

    key = forms.UUIDField(
        widget=forms.HiddenInput(),
        initial=uuid.uuid4,
        required=False,  # a browser that loses it makes another booking, which its address does not allow twice
    )
    name = short_text("Your name", required=True, most=150)
    email = email_field(
        "Your email address", required=True, help_text="We send your booking to it, with a private link to change it."
    )
    organisation_name = short_text("Your organisation (optional)", most=200)
    attends = forms.ChoiceField(
        label="How will you take part?",
        choices=Attends.choices,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )

    def __init__(
        self,
        *args: Any,
        arrangements: EventArrangements,
        sessions: Sequence[EventSession],
        full: Mapping[uuid.UUID, str],
        user: Reader,
        booking: Booking | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.arrangements, self.user, self.booking = arrangements, user, booking
        if arrangements.attendance != Attendance.BOTH:
            del self.fields["attends"]
        if booking is not None:
            del self.fields["key"], self.fields["email"]
            self.initial = describe_booking(booking)
        elif user.is_authenticated:
            del self.fields["email"]
            self.initial["name"] = user.name
        chosen = {one.session for one in booking.choices.all()} if booking is not None else set()
        self.slots = group_parallel(sessions)
        for number, slot in enumerate(self.slots):
            titles = [(str(one.key), f"{one.title}{full.get(one.key, '')}") for one in slot]
            self.fields[f"slot_{number}"] = forms.ChoiceField(
                label=f"Break-out at {slot[0].starts:%H:%M}" if slot[0].starts else "Break-out",
                choices=[("", NO_SESSION), *titles],
                required=False,
                widget=RadioSelect(),
                initial=next((str(one.key) for one in slot if one.key in chosen), ""),
            )

    def has_needs(self) -> bool:
        """Whether the part with needs must stand open."""
        fields = self.get_need_fields()
        return any(field.errors or field.value() for field in fields)

    def get_need_fields(self) -> list[forms.BoundField]:
        raise NotImplementedError

    def get_session_fields(self) -> list[forms.BoundField]:
        return [self[f"slot_{number}"] for number in range(len(self.slots))]

    def get_answers(self) -> BookingAnswers:
        given = self.cleaned_data
        only = Attends.ONLINE if self.arrangements.attendance == Attendance.ONLINE else Attends.ROOM
        keys = [given.get(f"slot_{number}") for number in range(len(self.slots))]
        return BookingAnswers(
            name=given["name"],
            email=self._get_email(),
            organisation_name=given["organisation_name"],
            attends=given.get("attends") or only,
            sessions=tuple(uuid.UUID(key) for key in keys if key),
            **self.get_own_answers(given),
        )

    def get_own_answers(self, given: Mapping[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def _get_email(self) -> str:
        if self.booking is not None:
            return self.booking.email
        return self.user.email if self.user.is_authenticated else str(self.cleaned_data["email"])


class BookingForm(BaseBookingForm):
    """One person, for themselves."""

    audience = forms.ChoiceField(
        label="Which of these describes you?",
        choices=[(one.value, one.label) for one in PERSONS],
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )
    wants_to_meet = forms.BooleanField(
        label="Suggest people I could meet, and suggest me to them",
        help_text="They see your name, your organisation and the reason. You can change this at any time.",
        required=False,
    )
    may_show_name = forms.BooleanField(label="Show my name and organisation to others who have a place", required=False)
    needs = forms.MultipleChoiceField(
        label="What do you need? (optional)",
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    needs_words = long_text("Anything else you need? (optional)", rows=2, most=500)

    field_order = ("key", "name", "email", "organisation_name", "audience", "attends")

    def get_own_answers(self, given: Mapping[str, Any]) -> dict[str, Any]:
        same = ("audience", "wants_to_meet", "may_show_name", "needs_words")
        return {**{name: given[name] for name in same}, "needs_counts": dict.fromkeys(given["needs"], 1)}

    def get_need_fields(self) -> list[forms.BoundField]:
        return [self["needs"], self["needs_words"]]

    def get_consent_fields(self) -> list[forms.BoundField]:
        return [self["wants_to_meet"], self["may_show_name"]]


class GroupBookingForm(BaseBookingForm):
    """A worker, for young people or a family: nothing is asked by which a child could be known."""

    audience = forms.ChoiceField(
        label="Who are you booking for?",
        choices=GROUP_CHOICES,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )
    places = whole_number(
        "How many places?",
        required=True,
        least=1,
        help_text=f"Count everyone who comes, and yourself if you come with them. At most {MOST_IN_GROUP}.",
    )

    field_order = ("key", "audience", "places", "name", "email", "organisation_name", "attends")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_name"].required = True
        self.fields["organisation_name"].label = "Your organisation"
        self.fields["organisation_name"].error_messages["required"] = "Enter the name of your organisation"
        if self.booking is not None:
            self.fields["audience"].disabled = True
        for need in Need:
            self.fields[f"need_{need.value}"] = whole_number(f"{need.label} (optional)", required=False)

    def get_own_answers(self, given: Mapping[str, Any]) -> dict[str, Any]:
        counts = {need.value: number for need in Need if (number := given.get(f"need_{need.value}"))}
        return {"audience": given["audience"], "places": given["places"], "needs_counts": counts}

    def get_need_fields(self) -> list[forms.BoundField]:
        return [self[f"need_{need.value}"] for need in Need]

    def get_consent_fields(self) -> list[forms.BoundField]:
        return []


def get_form_class(*, is_group: bool) -> type[BookingForm] | type[GroupBookingForm]:
    return GroupBookingForm if is_group else BookingForm


def group_parallel(sessions: Sequence[EventSession]) -> list[list[EventSession]]:
    """Break-outs by when they are: of those at the same time one can be chosen. One without a time is alone."""
    slots: list[list[EventSession]] = []
    breakouts = [one for one in sessions if one.is_breakout]
    for session in sorted(breakouts, key=lambda one: (one.starts is None, str(one.starts), one.position)):
        same = next((slot for slot in slots if any(are_parallel(session, one) for one in slot)), None)
        if same is None:
            slots.append([session])
        else:
            same.append(session)
    return slots


def describe_booking(booking: Booking) -> dict[str, Any]:
    """What a form of it starts with."""
    names = ("name", "organisation_name", "audience", "attends", "places", "wants_to_meet", "may_show_name")
    initial: dict[str, Any] = {name: getattr(booking, name) for name in names}
    needs = getattr(booking, "needs", None)
    if needs is not None:
        initial |= {"needs": list(needs.counts), "needs_words": needs.words}
        initial |= {f"need_{name}": number for name, number in needs.counts.items()}
    return initial
