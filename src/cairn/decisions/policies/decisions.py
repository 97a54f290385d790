"""What may happen to a decision. Each rule says what to do instead."""

from cairn.accounts.models import Reader, User
from cairn.decisions.enums import Who
from cairn.decisions.models import Decision
from cairn.records.models import Record
from cairn.records.policies import check_can_edit


class UnableToDecide(Exception):
    """The sentence says why, and what to do instead."""


def check_can_decide_about(about: Record | None, user: Reader) -> None:
    """Whoever reads a record may record a decision about it: it stands on the decision's own page."""
    # One sentence for what is not there and what is hidden, so that trying numbers tells nothing.
    if about is not None and not Record.objects.visible_to(user).filter(pk=about.pk).exists():
        raise UnableToDecide("Choose a record that you can see.")


def list_open_before_close(decision: Decision) -> list[str]:
    """What a recruitment still needs before it closes, as sentences."""
    told = {one.who for one in decision.told.all()}
    checks = (
        (decision.result, "Say how the recruitment ended."),
        (decision.you_said.strip(), "Write what young people said. If no one asked them, say so."),
        (decision.we_did.strip(), "Write what you did because of it."),
        (Who.YOUNG_PEOPLE in told, "Tell the young people who took part, and record when and how."),
    )
    return [words for is_there, words in checks if not is_there]


def check_can_close(decision: Decision, user: User) -> None:
    check_can_edit(decision, user)
    if not decision.is_recruitment:
        raise UnableToDecide("Only the recruitment of staff is closed. A decision stays as it is.")
    if decision.closed_at is not None:
        raise UnableToDecide("This recruitment is already closed.")
    if decision.has_unpublished_changes and decision.live:
        raise UnableToDecide("Publish your changes first, so that the young people can read them.")
    if missing := list_open_before_close(decision):
        raise UnableToDecide(f"Before you close it: {' '.join(missing)}")
