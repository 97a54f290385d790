"""What is asked about a learning event, its sessions, speakers and takeaways, and what supports or contradicts one."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from django import forms

from cairn.accounts.models import User
from cairn.boards.enums import Side
from cairn.common.forms import CHOOSE, PartialDateField, RadioSelect, long_text, short_text
from cairn.events.forms.fields import ClockField, whole_number
from cairn.events.models import EventCondition, EventEvidence, EventSession, EventSpeaker, EventTakeaway
from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.library.forms.rows import RowForm
from cairn.library.services.rows import RowKind
from cairn.places.models import Organisation
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.sections import Section, SectionForm

HOW_TO_NAME = "Its address on this site, or the last part of the address: fewer-teenagers-coming-into-care"


class RecordField(forms.CharField):
    """A record that whoever asks may see, by its address; the form says for whom."""

    def __init__(self, label: str, *, required: bool = False, kinds: tuple[str, ...] = ()) -> None:
        super().__init__(
            label=label,
            required=required,
            max_length=300,
            help_text=HOW_TO_NAME,
            error_messages={"required": "Enter the record"},
        )
        self.kinds = kinds

    def prepare_value(self, value: Any) -> Any:
        """In a form that changes a row: its address, as somebody would name it."""
        return value.get_absolute_url() if isinstance(value, Record) else value

    def find(self, given: str, user: User) -> Record | None:
        if not given:
            return None
        slug = urlsplit(given).path.rstrip("/").rpartition("/")[2]
        found = Record.objects.visible_to(user).filter(slug=slug).first()
        if found is None or (self.kinds and found.kind not in self.kinds):
            raise forms.ValidationError(f"“{given[:60]}” does not match a record you can choose here. {HOW_TO_NAME}")
        return found


class EventForm(SectionForm):
    title = short_text("What was it called?", required=True, most=150)
    summary = long_text("In a few sentences", required=True, rows=3, most=500)
    theme = short_text("Theme (optional)", most=200)


class WhenForm(SectionForm):
    held_on = PartialDateField("When? (optional)")
    venue = short_text("Where? (optional)", most=200)
    hosts = long_text(
        "Who were the hosts?",
        required=True,
        rows=3,
        most=300,
        help_text="One on each line. You can add what they did, as in: Otterdale Council: offered the hall.",
    )
    audience = short_text("Who came? (optional)", help_text="Groups, not names")


class AfterForm(SectionForm):
    outputs = long_text("What happened next? (optional)", help_text="What was written, agreed or started.")
    not_known = long_text("What is not known? (optional)")


def choose_topic() -> list[tuple[str, str]]:
    return [("", "None of the five"), *((term.key, term.title) for term in get_vocabulary("boards").terms)]


class SessionForm(RowForm):
    title = short_text("What is it about?", required=True, most=200)
    kind = forms.ChoiceField(
        label="What kind of session is it?",
        choices=EventSession.Kind.choices,
        initial=EventSession.Kind.PLENARY,
        required=False,
        widget=RadioSelect(hints={"breakout": "Several run at the same time, and people choose one"}),
    )
    starts = ClockField("When does it start? (optional)")
    ends = ClockField("When does it end? (optional)")
    room_name = short_text("Which room? (optional)", most=100)
    places = whole_number(
        "How many places does this break-out have? (optional)",
        required=False,
        least=1,
        help_text="Leave empty if everyone who comes fits in.",
    )
    topic = forms.ChoiceField(label="Which board topic does it belong to?", required=False, choices=choose_topic)
    about = RecordField("Model or project it covers (optional)", kinds=(RecordKind.PRACTICE_MODEL, RecordKind.PROJECT))
    off_record = forms.BooleanField(
        label="This session is off the record",
        help_text="We do not record this session, and the door sheet says so.",
        required=False,
    )
    notes = long_text("What is it about, or what was said, in two or three sentences (optional)", rows=3, most=500)

    def clean_about(self) -> Record | None:
        return self.fields["about"].find(self.cleaned_data["about"], self.user)

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or EventSession.Kind.PLENARY

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        starts, ends = given.get("starts"), given.get("ends")
        if ends and not starts and "starts" not in self.errors:
            self.add_error("starts", "Enter when it starts, or leave the end empty too")
        if starts and ends and ends <= starts:
            self.add_error("ends", f"It starts at {starts:%H:%M}. Enter an end that is later.")
        if given.get("places") and given.get("kind") != EventSession.Kind.BREAKOUT:
            self.add_error("places", "Only a break-out has places of its own. Leave this empty, or choose “Break-out”.")
        return given


class SpeakerForm(RowForm):
    session = forms.TypedChoiceField(label="In which session?", coerce=uuid.UUID, error_messages={"required": CHOOSE})
    name = short_text(
        "Name (optional)",
        most=200,
        help_text="Only people who agree to be named; never a young person’s full name.",
    )
    role = short_text("Role (optional)", most=200)
    organisation_name = short_text("Organisation (optional)", most=200)
    about = RecordField(
        "Project or model they speak about (optional)", kinds=(RecordKind.PRACTICE_MODEL, RecordKind.PROJECT)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions = sorted(self.record.sessions.all(), key=lambda one: one.position)
        self.fields["session"].choices = [("", "Choose a session"), *((str(one.key), one.title) for one in sessions)]

    def clean_about(self) -> Record | None:
        return self.fields["about"].find(self.cleaned_data["about"], self.user)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("name") and not given.get("organisation_name"):
            self.add_error("name", "Enter a name or an organisation")
        # The organisation on this site, where it has that name.
        given["organisation"] = Organisation.objects.filter(name__iexact=given.get("organisation_name") or "-").first()
        return given


class ConditionForm(RowForm):
    side = forms.ChoiceField(
        label="Does it help, or does it get in the way?",
        choices=Side.choices,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )
    title = short_text(
        "What is it?", required=True, most=200, help_text="For example: Setting up took longer than planned"
    )


class TakeawayForm(RowForm):
    title = short_text("What did people take away, in a line?", required=True, most=200)
    words = long_text("In a few sentences (optional)", rows=4, most=1000)


class EvidenceForm(RowForm):
    takeaway = forms.TypedChoiceField(
        label="Which takeaway?",
        coerce=uuid.UUID,
        error_messages={"required": CHOOSE, "invalid_choice": "Choose one from the list"},
    )
    record = RecordField("Which record?", required=True)
    says = forms.ChoiceField(
        label="What does it say?",
        choices=EventEvidence.Says.choices,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )
    reason = short_text("Why? (optional)", help_text="One sentence, shown with the link")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        takeaways = sorted(self.record.takeaways.all(), key=lambda one: one.position)
        numbered = [(str(one.key), f"{number}. {one.title}") for number, one in enumerate(takeaways, start=1)]
        self.fields["takeaway"].choices = [("", "Choose a takeaway"), *numbered]

    def clean_record(self) -> Record | None:
        return self.fields["record"].find(self.cleaned_data["record"], self.user)


ROWS = (
    RowKind("sessions", "Sessions", "Add a session", "sessions", EventSession, SessionForm),
    RowKind("speakers", "Speakers", "Add a speaker", "speakers", EventSpeaker, SpeakerForm),
    RowKind(
        "conditions",
        "Barriers and enablers",
        "Add a barrier or an enabler",
        "conditions",
        EventCondition,
        ConditionForm,
    ),
    RowKind("takeaways", "Takeaways", "Add a takeaway", "takeaways", EventTakeaway, TakeawayForm),
    RowKind("evidence", "For and against", "Add a record", "evidence", EventEvidence, EvidenceForm),
)


def get_sections() -> tuple[Section, ...]:
    return (
        Section("what", "What it was about", EventForm),
        Section("when", "When and where", WhenForm),
        Section("after", "What happened next", AfterForm),
    )
