"""What is asked about a learning event, a session of it, a takeaway, and what supports or contradicts one."""

from typing import Any
from urllib.parse import urlsplit

from django import forms

from cairn.accounts.models import User
from cairn.common.forms import CHOOSE, PartialDateField, RadioSelect, long_text, short_text
from cairn.events.models import EventEvidence, EventSession, EventTakeaway
from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.library.forms.rows import RowForm
from cairn.library.services.rows import RowKind
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
    held_on = PartialDateField("When?", required=True)
    venue = short_text("Where? (optional)", most=200)
    hosts = short_text("Who were the hosts?", required=True)
    audience = short_text("Who came? (optional)", help_text="Groups, not names")


class AfterForm(SectionForm):
    outputs = long_text("What happened next? (optional)", help_text="What was written, agreed or started.")
    not_known = long_text("What is not known? (optional)")


class SessionForm(RowForm):
    title = short_text("What was it about?", required=True, most=200)
    speakers = long_text(
        "Who spoke? (optional)",
        rows=3,
        most=1000,
        help_text="One person on each line: name, role, organisation. Only people who agree to be named; never a young "
        "person’s full name.",
    )
    topic = forms.ChoiceField(label="Which board topic does it belong to?", required=False, choices=[])
    about = RecordField("Model or project it covered (optional)", kinds=(RecordKind.PRACTICE_MODEL, RecordKind.PROJECT))
    notes = long_text("What was said, in two or three sentences (optional)", rows=3, most=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = [(term.key, term.title) for term in get_vocabulary("boards").terms]
        self.fields["topic"].choices = [("", "None of the five"), *topics]

    def clean_about(self) -> Record | None:
        return self.fields["about"].find(self.cleaned_data["about"], self.user)


class TakeawayForm(RowForm):
    title = short_text("What did people take away, in a line?", required=True, most=200)
    words = long_text("In a few sentences (optional)", rows=4, most=1000)


class EvidenceForm(RowForm):
    takeaway = forms.TypedChoiceField(
        label="Which takeaway?",
        coerce=int,
        help_text="Its number in the list of takeaways: the first is 1",
        choices=[(number, str(number + 1)) for number in range(30)],
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

    def clean_record(self) -> Record | None:
        return self.fields["record"].find(self.cleaned_data["record"], self.user)


ROWS = (
    RowKind("sessions", "Sessions", "Add a session", "sessions", EventSession, SessionForm),
    RowKind("takeaways", "Takeaways", "Add a takeaway", "takeaways", EventTakeaway, TakeawayForm),
    RowKind("evidence", "For and against", "Add a record", "evidence", EventEvidence, EvidenceForm),
)


def get_sections() -> tuple[Section, ...]:
    return (
        Section("what", "What it was about", EventForm),
        Section("when", "When and where", WhenForm),
        Section("after", "What happened next", AfterForm),
    )
