"""What needs and challenges ask on a desk."""

from django.urls import reverse

from cairn.accounts.models import User
from cairn.records.desk import Question
from cairn.voice.models import Challenge


def ask_about_challenge(user: User) -> Question | None:
    """About one's own newest challenge in which something short is missing."""
    own = Challenge.objects.editable_by(user).filter(author=user).order_by("-updated_at")[:10]
    for challenge in own:
        draft = challenge.get_draft()
        for section, words, answered in (
            ("voice", "Whose view is it?", draft.viewpoints),
            ("ask", "Who can be asked about it?", draft.who_to_ask),
            ("measures", "Which measure would show it?", draft.measures or draft.measures_note),
        ):
            if not answered:
                return Question(words, draft.title, reverse("records:section", args=[challenge.slug, section]))
    return None
