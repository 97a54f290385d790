"""Deciding on a report, asking a speaker, and a speaker's answer; and Wagtail's form of a report."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import CommentPanel, FieldPanel, ObjectList, Panel, TabbedInterface

from cairn.boards.models.tasks import get_possible_deciders
from cairn.common.forms import CHOOSE, RadioSelect, TextInput, long_text
from cairn.events.enums import LineAnswer
from cairn.events.policies.reports import UnableToReport, find_problems
from cairn.events.queries.capture import get_notes_for_board


class AskSpeakerForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address of the speaker",
        widget=TextInput(type="email", autocomplete="off"),
        error_messages={
            "required": "Enter the e-mail address of the speaker",
            "invalid": "Enter an e-mail address like name@example.org",
        },
    )


class LineForm(forms.Form):
    """The answer of somebody who spoke; `words` stands for the words that they read."""

    answer = forms.ChoiceField(
        label="May the report say this?",
        choices=[
            (LineAnswer.APPROVED, "Yes, with my name"),
            (LineAnswer.NO_NAME, "Yes, without my name and role"),
            (LineAnswer.REFUSED, "No, leave it out"),
        ],
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )
    comment = long_text(
        "What should be changed? (optional)", rows=3, most=500, help_text="Only the hosts can read this."
    )
    words = forms.CharField(max_length=64, widget=forms.HiddenInput())


class ReportPageForm(WagtailAdminPageForm):
    """A draft may lack anything; asking for a decision may not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "decider" in self.fields:
            deciders = get_possible_deciders()
            is_named = self.instance.decider_id == self.for_user.pk
            self.fields["decider"].queryset = deciders if is_named else deciders.exclude(pk=self.for_user.pk)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "action-submit" in self.data or "action-publish" in self.data:
            self.instance.decider = given.get("decider")
            for problem in find_problems(self.instance, self.for_user):
                self._add(problem)
        return given

    def _add(self, problem: UnableToReport) -> None:
        self.add_error(problem.field if problem.field in self.fields else None, str(problem))


class NotesPanel(Panel):
    """On the editing page of a board: what tables said about its topic at learning events."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "events/admin/notes_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            topic = self.instance.topic
            return context | {"topic": topic, "number": get_notes_for_board(topic).count() if topic else 0}


def make_edit_handler() -> TabbedInterface:
    content = [
        FieldPanel("title", heading="Title"),
        FieldPanel("introduction", help_text="Two or three sentences for someone who was not there."),
        FieldPanel(
            "body",
            heading="Parts",
            help_text="Sessions, speakers, takeaways, insights and actions come from the event. Edit them there.",
        ),
        FieldPanel(
            "unapproved",
            heading="Speakers who have not answered",
            help_text="What to do with the line of a speaker who has not approved it. Who refuses is left out.",
        ),
    ]
    deciding = [
        FieldPanel(
            "decider",
            heading="Who decides",
            help_text="The editor who decides whether to publish it. This cannot be you.",
        ),
        CommentPanel(),
    ]
    tabs = [ObjectList(content, heading="Report"), ObjectList(deciding, heading="Approval")]
    return TabbedInterface(tabs, base_form_class=ReportPageForm)
