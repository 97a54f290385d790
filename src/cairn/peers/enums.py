"""Names of what organisations ask and offer, and of what came of a matching."""

from django.db.models import TextChoices


class ShownTo(TextChoices):
    """Who reads an ask or an offer; an ask shows where an organisation is weak."""

    OWN = "own", "Our organisation and the matching coordinator"
    MATCHED = "matched", "Also organisations we are matched with"
    MEMBERS = "members", "Everyone with an account"


class Side(TextChoices):
    """Also the word in an address."""

    ASKS = "asks", "Ask"
    OFFERS = "offers", "Offer"


class RunState(TextChoices):
    PROPOSED = "proposed", "Proposed"
    SHARED = "shared", "Shared"
    DISCARDED = "discarded", "Discarded"


class Why(TextChoices):
    """Why an organisation stayed without a match; empty where it has one."""

    OFFERS_NOTHING = "offers_nothing", "Offers nothing yet"
    ASKS_NOTHING = "asks_nothing", "Asks for nothing yet"
    NOBODY_OFFERS = "nobody_offers", "No one offers what it asks for"
    TIME_TAKEN = "time_taken", "All the time offered is taken"
    DECLINED = "declined", "Only organisations that declined offer it"


class RequestState(TextChoices):
    """Of an introduction that one organisation asked another for."""

    WAITING = "waiting", "Waiting for an answer"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Not now"
    CANCELLED = "cancelled", "Cancelled"


class Travel(TextChoices):
    TRAIN = "train", "Train"
    BUS = "bus", "Bus or tram"
    CAR = "car", "Car"
    FOOT = "foot", "On foot or by bicycle"
    OTHER = "other", "Other"


class VisitState(TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Took place"
    CANCELLED = "cancelled", "Cancelled"


class Used(TextChoices):
    """Whether what was given was used by those who got it."""

    UNKNOWN = "unknown", "Not known yet"
    USED = "used", "Used"
    PART = "part", "Used in part"
    NOT = "not", "Not used"


class Ending(TextChoices):
    CLOSED = "closed", "Closed"
    STEPPED_OUT = "stepped_out", "Ended early"
