"""How far something that is known has come, in a line on its page."""

from datetime import date

from cairn.actions.enums import Stage
from cairn.actions.queries import Known


def describe_course(known: Known) -> list[tuple[str, date]]:
    """The stages it has reached with their days, as far as the reader sees; nothing while it is only known."""
    if known.stage == Stage.KNOWN:
        return []
    days = [(str(stage.label), known.find_day(stage)) for stage in Stage if stage <= known.stage]
    return [(label, day) for label, day in days if day is not None]
