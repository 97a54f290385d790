"""Telling a lesson in three minutes, with names or without."""

from typing import Any

from django import forms

from cairn.common.forms import SectionedForm, TextInput, long_text, short_text
from cairn.lessons.enums import Again, Viewpoint
from cairn.lessons.forms.sections import happened_field, tells_field, topic_field
from cairn.library.forms import choice
from cairn.records.forms import TeamForm
from cairn.records.forms.empty_answers import refuse_empty_answers
from cairn.voice.definitions import sounds_like_a_safeguarding_concern
from cairn.voice.forms import NO_CHILD

NAMED, AGREED, ANONYMOUS = "named", "agreed", "anonymous"
SAFETY = (
    "This sounds like a concern about someone’s safety. Do not report it in a lesson: no one "
    "monitors this page. Tell the safeguarding lead first. If you have, or it is not a concern, tick "
    "the box below and send it again."
)
MORE = ("viewpoint", "context", "why", "topic")


class WatchesForSafety(forms.Form):
    """A worry about somebody's safety is not kept before its writer was shown where it belongs."""

    not_a_concern = forms.BooleanField(
        label="This is not about anyone’s safety, or I have told the safeguarding lead", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_concern = False
        refuse_empty_answers(self)
        if not self.data.get("not_a_concern"):
            self.fields["not_a_concern"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        # What was refused for another reason is looked at too.
        text = " \n".join(str(self.data.get(name, "")) for name in self.fields if name != "not_a_concern")
        self.is_concern = sounds_like_a_safeguarding_concern(text) and not given.get("not_a_concern")
        if self.is_concern:
            self.fields["not_a_concern"].widget = forms.CheckboxInput()
            self.add_error(None, forms.ValidationError(SAFETY, code="safety"))
        return given


class ShortFields(forms.Form):
    """What takes three minutes."""

    happened = happened_field()
    title = short_text("What did you learn, in one line?", required=True, most=150)
    summary = long_text("What happened?", required=True, rows=4, most=500, help_text=NO_CHILD)
    differently = long_text("What would you do differently? (optional)", rows=3, most=3000)
    again = choice("Would you try it again?", Again.choices)
    tells = tells_field()


class MoreFields(forms.Form):
    """For those who want to say more."""

    viewpoint = choice("Whose view is this? (optional)", [*Viewpoint.choices, ("", "Not said")], required=False)
    context = long_text("Where and when, and what else was going on? (optional)", rows=3)
    why = long_text("Why do you think so? (optional)", rows=3)
    topic = topic_field()


class NewLessonForm(WatchesForSafety, SectionedForm, MoreFields, ShortFields, TeamForm):
    """A lesson in three minutes; the rest waits behind a line."""

    optional = MORE
    optional_summary = "Say more, if you have time"

    way = choice(
        "How do you want to share it?",
        [
            (NAMED, "With our name: I choose next who can see it"),
            (AGREED, "With our name, once my director agrees to the exact words"),
            (ANONYMOUS, "With everyone, without names: no one can tell who wrote it"),
        ],
        initial=NAMED,
    )
    field_order = ("happened", "title", "summary", "differently", "again", "tells", "way", "team", "not_a_concern")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].widget.hints = {
            NAMED: "It starts as a draft that only your team can see.",
            AGREED: "We e-mail this person a link to the exact words. They do not need to sign in.",
            ANONYMOUS: "An editor checks it first. You get a code, which you can use to withdraw it.",
        }

    def get_answers(self) -> dict[str, Any]:
        """The fields of a lesson."""
        return {name: self.cleaned_data[name] for name in (*ShortFields.base_fields, *MoreFields.base_fields)}


class AnonymousLessonForm(WatchesForSafety, SectionedForm, MoreFields, ShortFields):
    """The same lesson on its way to be shared without names."""

    optional = MORE
    optional_summary = "Say more, if you have time"
    field_order = ("happened", "title", "summary", "differently", "again", "tells", "not_a_concern")


class ClearForm(ShortFields):
    """What an editor may change before a lesson without names is shown to everybody."""

    context = long_text("What else was going on? (optional)", rows=3)
    why = long_text("Why they think so (optional)", rows=3)
    checked = forms.BooleanField(
        label="I have checked everything highlighted. No one who knows the sector could tell who wrote this",
        error_messages={"required": "Confirm that you have checked everything highlighted"},
    )


class SendBackForm(forms.Form):
    question = long_text(
        "What do you want to ask the author?",
        required=True,
        rows=3,
        most=500,
        help_text="You will not find out who they are. They can read and answer this on the site.",
    )


class ReplyForm(WatchesForSafety):
    """What the writer says to the editor who asked."""

    reply = long_text(
        "Your answer to the editor (optional)",
        rows=3,
        most=500,
        help_text="Only editors read this. Do not say who you are. We delete it when the lesson is published.",
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Your code",
        help_text="Sixteen letters and figures in four groups, as they were shown when you sent the lesson",
        max_length=40,
        widget=TextInput(width=20, autocomplete="off"),
        error_messages={"required": "Enter the code"},
    )
