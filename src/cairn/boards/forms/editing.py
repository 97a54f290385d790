"""How Wagtail's editing view of a board looks: what is asked, in which order, and the hints for its editor."""

from typing import Any

from wagtail.admin.panels import CommentPanel, FieldPanel, ObjectList, Panel, PublishingPanel, TabbedInterface

from cairn.boards.forms import BoardPageForm
from cairn.boards.models import BoardPage
from cairn.boards.presenters.warnings import warn_about


class WarningsPanel(Panel):
    """Hints about the draft as it was saved last. They never stand in the way."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "boards/admin/warnings_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            is_saved = isinstance(self.instance, BoardPage) and self.instance.pk is not None
            return context | {"warnings": warn_about(self.instance) if is_saved else [], "is_saved": is_saved}


# What apps above show beside the suggestions; they write into it before they make the handler again.
FURTHER: list[Panel] = []


def make_edit_handler() -> TabbedInterface:
    content = [
        WarningsPanel(heading="Suggestions"),
        *FURTHER,
        FieldPanel("title", heading="Title"),
        FieldPanel("topic", required_on_save=False),
        FieldPanel("sentence", heading="In one sentence", help_text="Shown on the introductory sheet."),
        FieldPanel("introduction", help_text="What the topic is about, in a few plain sentences."),
        FieldPanel("body", heading="Insights, examples, methods, conditions, references"),
        FieldPanel(
            "what_changed",
            heading="What changed",
            help_text="One sentence for the list of versions. Needed each time the board is published.",
        ),
    ]
    deciding = [
        FieldPanel(
            "decider",
            heading="Who decides",
            help_text="The editor who decides whether to publish it. This cannot be you.",
        ),
        FieldPanel(
            "replaces",
            heading="Replaces",
            help_text="An earlier board on this topic. It will then say that this one replaced it.",
        ),
        FieldPanel("slug", heading="Address", help_text="The last part of the address of this board."),
        PublishingPanel(),
        CommentPanel(),
    ]
    tabs = [ObjectList(content, heading="Board"), ObjectList(deciding, heading="Approval and address")]
    return TabbedInterface(tabs, base_form_class=BoardPageForm)
