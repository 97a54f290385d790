"""Adding the slides of a session: a file that everybody can read, or its text beside it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.common.forms import long_text
from cairn.events.models import EventSession

WHOLE = ""


class SlidesForm(forms.Form):
    """The session names the file, so that people find it in the list of files."""

    session = forms.ChoiceField(
        label="Which session?",
        required=False,
        choices=[],
        error_messages={"invalid_choice": "Choose a session from the list"},
    )
    file = forms.FileField(
        label="Slides",
        help_text="PDF, PowerPoint or OpenDocument. Each picture needs alternative text, or the mark of decoration.",
        error_messages={"required": "Choose a file", "missing": "Choose a file", "empty": "This file is empty"},
    )
    access_text = long_text(
        "What it says (optional)",
        rows=6,
        help_text="Write the content here, slide by slide, if the file has no tags or its pictures have no "
        "alternative text. It is shown beside the file.",
    )

    def __init__(self, *args: Any, sessions: Sequence[EventSession], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = {str(one.key): one for one in sessions}
        self.fields["session"].choices = [
            (WHOLE, "The whole event"),
            *((key, one.title) for key, one in self.sessions.items()),
        ]

    def get_title(self) -> str:
        """What the file is called in the list."""
        session = self.sessions.get(self.cleaned_data.get("session", ""))
        return f"Slides: {session.title}"[:150] if session else "Slides of the event"
