"""The words of an action: where it stands, what was answered, what was done about it."""

from django.db.models import IntegerChoices, TextChoices


class State(TextChoices):
    """Follows from what was done, act by act; see `policies.STATE_AFTER`. Nobody sets it."""

    PROPOSED = "proposed", "Proposed"
    ACCEPTED = "accepted", "Accepted"
    IN_PROGRESS = "in_progress", "In progress"
    STUCK = "stuck", "Stuck"
    DONE = "done", "Done"
    DONE_DIFFERENTLY = "differently", "Done differently"
    DROPPED = "dropped", "Dropped"


class Response(TextChoices):
    """What whoever is asked says."""

    ACCEPTED = "accepted", "Yes"
    IN_PART = "in_part", "Yes, in part"
    NOT_NOW = "not_now", "Not now"


class Stage(IntegerChoices):
    """How far something that is known has come. Who has reached one stage has reached those before it."""

    KNOWN = 0, "Known"
    ACCEPTED = 1, "Accepted"
    ACTED_ON = 2, "Acted on"
    CHANGED = 3, "Result recorded"


class Act(TextChoices):
    """What can be done about an action. Each is noted with its day, and none is changed later."""

    RESPONDED = "respond", "Answered"
    STARTED = "start", "Started"
    STUCK = "stuck", "Stuck"
    UNSTUCK = "unstuck", "No longer stuck"
    DATE_MOVED = "date", "Due date changed"
    GIVEN = "owner", "New owner"
    DONE = "done", "Finished"
    DROPPED = "drop", "Dropped"
    REVIEWED = "review", "Reviewed"


FINISHED = (State.DONE, State.DONE_DIFFERENTLY)
CLOSED = (*FINISHED, State.DROPPED)
OPEN = tuple(state for state in State if state not in CLOSED)
