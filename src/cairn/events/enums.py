"""Names of what a learning event and a booking can be."""

from django.db.models import TextChoices


class Attendance(TextChoices):
    ROOM = "room", "In the room"
    ONLINE = "online", "Online"
    BOTH = "both", "In the room and online"


class Attends(TextChoices):
    """How one booking takes part; places in the room and online are counted apart."""

    ROOM = "room", "In the room"
    ONLINE = "online", "Online"


class ArrangementState(TextChoices):
    PLANNED = "planned", "Planned"
    OPEN = "open", "Open for booking"
    CANCELLED = "cancelled", "Cancelled"
    HELD = "held", "Held"


class Audience(TextChoices):
    FUNDED = "funded", "From a funded project"
    NEWCOMER = "newcomer", "New to the programme"
    PARTNER = "partner", "From a Partner in Practice"
    YOUNG = "young", "A worker booking for young people"
    FAMILY = "family", "A worker booking for a family"
    OTHER = "other", "None of these"


# Booked by a worker: numbers and the worker's contact are kept, and nothing of a child.
GROUPS = (Audience.YOUNG, Audience.FAMILY)


class BookingState(TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    WAITING = "waiting", "On the waiting list"
    OFFERED = "offered", "Place offered"
    CANCELLED = "cancelled", "Cancelled"
    DECLINED = "declined", "Offer not accepted"


SEATED = (BookingState.CONFIRMED, BookingState.OFFERED)  # they take places
ACTIVE = (*SEATED, BookingState.WAITING)  # they have a claim


class ChoiceState(TextChoices):
    """Of a break-out that a booking chose. It takes a place there only while the booking itself has one."""

    CONFIRMED = "confirmed", "Confirmed"
    WAITING = "waiting", "Waiting"


class Need(TextChoices):
    """What somebody may need on the day. Of a group only how many need it is kept."""

    STEP_FREE = "step_free", "Step-free access"
    HEARING_LOOP = "hearing_loop", "Hearing loop"
    INTERPRETER = "interpreter", "British Sign Language interpreter"
    CAPTIONS = "captions", "Live captions"
    LARGE_PRINT = "large_print", "Large print or easy read"
    QUIET_SPACE = "quiet_space", "Quiet space"
    VEGETARIAN = "vegetarian", "Vegetarian food"
    VEGAN = "vegan", "Vegan food"
    HALAL = "halal", "Halal food"
    KOSHER = "kosher", "Kosher food"
    GLUTEN_FREE = "gluten_free", "Food without gluten"
    NUT_FREE = "nut_free", "Food without nuts"


# --- What is captured, the report, and what follows -------------------------------------------------


class NoteKind(TextChoices):
    """What becomes of something that was said in a session."""

    INSIGHT = "insight", "Insight"
    LESSON = "lesson", "Lesson"
    QUESTION = "question", "Question"
    NOTE = "note", "Notes from a table"


class Keeper(TextChoices):
    """How somebody who was there keeps their action."""

    LINK = "link", "By a private link in an e-mail"
    ACCOUNT = "account", "In an account on this site"


class LineAnswer(TextChoices):
    """What somebody who spoke says to the words about them."""

    WAITING = "waiting", "Waiting for an answer"
    APPROVED = "approved", "Yes, with their name"
    NO_NAME = "no_name", "Yes, without their name"
    REFUSED = "refused", "No, leave it out"


class Unapproved(TextChoices):
    """What a report does with the line of somebody who has not answered."""

    LEFT_OUT = "left_out", "Leave the line out"
    NO_NAME = "no_name", "Show it without the name and role"


class Met(TextChoices):
    YES = "yes", "Yes"
    NOT_YET = "not_yet", "Not yet, but I would like to"
    NO = "no", "No"
