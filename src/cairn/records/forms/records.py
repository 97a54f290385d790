"""Sharing, linking, reporting, reviewing, attaching."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator

from cairn.accounts.models import Reader, User
from cairn.common.forms import RadioSelect, RowsField, TextInput
from cairn.places.models import Team
from cairn.records import policies
from cairn.records.enums import Consent, Relation, Sharing
from cairn.records.forms.empty_answers import refuse_empty_answers
from cairn.records.forms.safeguarding import SafeguardingGate
from cairn.records.kinds import Fact, StartWords
from cairn.records.models import Record, Report, Review
from cairn.records.policies import MOST_ATTACHMENTS
from cairn.records.presenters.audiences import describe_audience, describe_way_to_everyone
from cairn.records.presenters.auditing import AUDIT_GROUPS
from cairn.records.queries import get_own_circles, get_own_teams

CIRCLE = "circle-"
MOST_LABEL = 100


class TeamForm(forms.Form):
    """Asks for whom something is started, where somebody is in several teams."""

    team = forms.ModelChoiceField(
        queryset=Team.objects.none(),
        label="Which of your teams is it for?",
        help_text="Only this team can see the draft.",
        widget=RadioSelect(),
        empty_label=None,
        error_messages={"required": "Choose one of your teams", "invalid_choice": "Choose one of your teams"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = list(get_own_teams(user))
        self.only_team = teams[0] if len(teams) == 1 else None
        if len(teams) > 1:
            self.fields["team"].queryset = get_own_teams(user)
        else:
            del self.fields["team"]

    @property
    def has_choice(self) -> bool:
        return "team" in self.fields

    def get_team(self) -> Team | None:
        return self.cleaned_data.get("team", self.only_team)


class StartForm(SafeguardingGate, TeamForm):
    """The fewest questions that make a draft."""

    title = forms.CharField(max_length=150, widget=TextInput(), error_messages={"required": "Enter a few words"})
    field_order = ("title", "team")

    def __init__(self, *args: Any, words: StartWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label, self.fields["title"].help_text = words.question, words.example
        refuse_empty_answers(self)


class ShareForm(forms.Form):
    """One choice per level, and one per circle, each with who will and will not see it."""

    audience = forms.ChoiceField(
        label="Who can see it?",
        widget=RadioSelect(),
        error_messages={"required": "Choose who can see it", "invalid_choice": "Choose who can see it"},
    )

    def __init__(self, *args: Any, record: Record, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circles = {f"{CIRCLE}{circle.slug}": circle for circle in get_own_circles(user)}
        levels: list[tuple[str, str, Any]] = [(Sharing.TEAM, Sharing.TEAM, None)]
        if record.organisation_id:
            levels.append((Sharing.ORGANISATION, Sharing.ORGANISATION, None))
            levels += [(value, Sharing.CIRCLE, circle) for value, circle in self.circles.items()]
        if record.organisation_id or policies.shares_for_the_site(record, user):
            levels.append((Sharing.PUBLIC, Sharing.PUBLIC, None))
        field = self.fields["audience"]
        audiences = {value: describe_audience(record, sharing, circle) for value, sharing, circle in levels}
        if Sharing.PUBLIC in audiences and policies.needs_review(record, Sharing.PUBLIC):
            audiences[Sharing.PUBLIC] = describe_way_to_everyone(record)
        field.choices = [(value, audience.label) for value, audience in audiences.items()]
        field.widget.hints = {str(value): f"{one.sees} {one.does_not}" for value, one in audiences.items()}

    def get_sharing(self) -> dict[str, Any]:
        """What `share_record` takes."""
        chosen = self.cleaned_data["audience"]
        circle = self.circles.get(chosen)
        return {"sharing": Sharing.CIRCLE if circle else chosen, "circle": circle}

    @staticmethod
    def initial_from(record: Record) -> dict[str, str]:
        return {"audience": f"{CIRCLE}{record.circle.slug}" if record.circle else record.sharing}


class LinkForm(SafeguardingGate):
    other = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": "Choose the record that you want to link"}
    )
    relation = forms.ChoiceField(label="How are they related?", error_messages={"required": "Choose how"})
    reason = forms.CharField(
        label="Why? (optional)",
        help_text="One sentence, shown with the link.",
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = [
            (f"{way}:{relation}", label)
            for relation in Relation
            for way, label in (
                ("out", f"This {relation.label} the other"),
                ("in", f"The other {relation.label} this"),
            )
        ]

    def clean_relation(self) -> tuple[bool, str]:
        """Whether the link starts here, and the relation."""
        way, relation = self.cleaned_data["relation"].split(":")
        return way == "out", relation


class MergeForm(forms.Form):
    """Which of two records stays; each choice says what hangs on it."""

    kept = forms.ChoiceField(
        label="Which one stays?",
        widget=RadioSelect(),
        error_messages={"required": "Choose which one stays", "invalid_choice": "Choose which one stays"},
    )

    def __init__(self, *args: Any, sides: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kept"]
        field.choices = [(side.record.slug, f"{side.name}: “{side.draft.title}”") for side in sides]
        field.widget.hints = {side.record.slug: f"{side.seen_by} {side.holds}" for side in sides}


class ReportForm(SafeguardingGate):
    text = forms.CharField(
        label="What is wrong?",
        help_text="Say what is wrong and, if you know, what is right. Do not include anything that "
        "could identify a child or family.",
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": "Write what is wrong"},
    )
    email = forms.EmailField(
        label="Your e-mail address (optional)",
        help_text="If you want an answer. It is deleted when the answer is sent.",
        required=False,
        max_length=254,
        widget=TextInput(type="email", autocomplete="email"),
        error_messages={"invalid": "Enter an e-mail address in the right form, for example name@example.org"},
    )

    part = forms.ChoiceField(
        label="Which part is wrong? (optional)",
        required=False,
        error_messages={"invalid_choice": "Choose a part from the list, or the page as a whole"},
    )
    field_order = ("part", "text", "email")

    def __init__(self, *args: Any, user: Reader, facts: Iterable[Fact] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = {fact.key: fact for fact in facts}
        if user.is_authenticated:
            del self.fields["email"]
        if self.facts:
            choices = [(key, Truncator(fact.label).chars(MOST_LABEL, truncate="…")) for key, fact in self.facts.items()]
            self.fields["part"].choices = [("", "The page as a whole"), *choices]
        else:
            del self.fields["part"]

    def get_fact(self) -> Fact | None:
        return self.facts.get(self.cleaned_data.get("part", ""))


class AskForm(ReportForm):
    """A question to the people who know a record; whoever has no log-in says where the answer goes."""

    text = forms.CharField(
        label="Your question",
        help_text="Do not include anything that could identify a child or family.",
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": "Enter your question"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if email := self.fields.get("email"):
            email.label, email.required = "Your e-mail address", True
            email.help_text = "We send the answer here, then delete the address."
            email.error_messages["required"] = "Enter your e-mail address, so that the answer reaches you"


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Your answer",
        help_text="Say what you changed, or why you did not change it. The person who reported it reads this.",
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Write an answer"},
    )


class AnswerManyForm(AnswerForm):
    """One answer to several reports, as when ten people found the same mistake."""

    reports = RowsField(
        Report.objects.none(),
        label="Reports",
        error_messages={
            "required": "Select at least one report",
            "invalid_choice": "Select reports from the list: one of these has already been answered",
            "invalid_pk_value": "Select reports from the list",
        },
    )

    def __init__(self, *args: Any, waiting: QuerySet[Report], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reports"].queryset = waiting
        self.fields["answer"].label = "Answer to the selected reports"


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=TextInput(type="date"),
        error_messages={"invalid": "Enter a date, for example 2026-03-31"},
    )


class AuditForm(forms.Form):
    """Narrows the audit log; nothing given shows everything."""

    group = forms.ChoiceField(label="What", required=False, choices=[("", "All"), *AUDIT_GROUPS.items()])
    person = forms.CharField(label="Who (name or e-mail address)", required=False, max_length=100, widget=TextInput())
    since = _day("From")
    until = _day("To")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", "Enter a day that is not before the first day")
        return given


class ReviewForm(forms.Form):
    decision = forms.ChoiceField(
        label="Your decision",
        choices=[
            (Review.Decision.APPROVED, "Approve: it can be shared with everyone as it is"),
            (Review.Decision.CHANGES, "Ask for changes first"),
        ],
        widget=RadioSelect(),
        error_messages={"required": "Choose a decision"},
    )
    comment = forms.CharField(
        label="What should change, or what you checked (optional)",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == Review.Decision.CHANGES and not given.get("comment"):
            self.add_error("comment", "Enter what should change")
        return given


class ConsentForm(forms.Form):
    consent = forms.ChoiceField(
        label="Consent of the people it is about",
        choices=Consent.choices,
        widget=RadioSelect(),
        error_messages={"required": "Choose the state of consent"},
    )


class AttachForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text="PDF, Word, Excel, PowerPoint, OpenDocument, CSV, plain text, PNG, JPEG or "
        "WebP. We remove location data from photographs. A record can have up to "
        f"{MOST_ATTACHMENTS} files.",
        error_messages={
            "required": "Choose a file",
            "empty": "This file is empty. Choose another",
            "missing": "Choose a file",
        },
    )
    title = forms.CharField(
        label="What it is",
        help_text="For example: Slides from the panel of March 2026",
        max_length=150,
        error_messages={"required": "Enter what it is"},
    )
    access_text = forms.CharField(
        label="What it says (optional)",
        help_text="For people who cannot see or open the file. Required for slides from learning "
        "events that have no tags or descriptions.",
        max_length=3000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
