"""Names of who was heard, what they agreed to and what became of their words."""

from django.db import models


class AgeBand(models.TextChoices):
    """The only thing that is kept about whoever said something."""

    UNDER_11 = "under_11", "10 or younger"
    FROM_11 = "11_13", "11 to 13"
    FROM_14 = "14_15", "14 to 15"
    FROM_16 = "16_17", "16 to 17"
    FROM_18 = "18_25", "18 to 25"
    FAMILY = "family", "Parent, carer or another adult in the family"
    NOT_SAID = "not_said", "Not said"


# The oldest that somebody of a band can be; whoever did not say how old they are may be any child.
OLDEST = {
    AgeBand.UNDER_11: 10,
    AgeBand.FROM_11: 13,
    AgeBand.FROM_14: 15,
    AgeBand.FROM_16: 17,
    AgeBand.NOT_SAID: 0,
}


class Group(models.TextChoices):
    """Whom a session was for. It belongs to the session, never to one answer."""

    LOOKED_AFTER = "looked_after", "Looked-after children"
    CARE_LEAVERS = "care_leavers", "Care leavers"
    EDGE = "edge", "Children on the edge of care, or with a plan"
    KINSHIP = "kinship", "Children in kinship care"
    HOMES = "homes", "Children in children’s homes"
    ASYLUM = "asylum", "Unaccompanied asylum-seeking children"
    DISABLED = "disabled", "Disabled children"
    PARENTS = "parents", "Parents"
    CARERS = "carers", "Foster and kinship carers"


class Purpose(models.TextChoices):
    """What somebody agrees to, each by itself."""

    INSIDE = "inside", "The team that asked can read it"
    CIRCLE = "circle", "People in the team’s circles can read it"
    PUBLISHED = "published", "Anyone can read it, with any name changed"
    STORY = "story", "It can be part of a story"


class Adult(models.TextChoices):
    """Who agreed as well as the child."""

    NONE = "none", "No adult"
    PARENT = "parent", "Parent, or someone with parental responsibility"
    CARER = "carer", "Foster or kinship carer"
    WORKER = "worker", "Social worker or personal adviser"
    OTHER = "other", "Another responsible adult"


class Source(models.TextChoices):
    TYPED = "typed", "They told me, and I typed it"
    SHEET = "sheet", "From a printed sheet"
    SCREEN = "screen", "They wrote it on a screen"


class Medium(models.TextChoices):
    """How something was said. One answer has one file at most."""

    WORDS = "words", "Words"
    PICTURE = "picture", "Picture"
    RECORDING = "recording", "Recording"


class State(models.TextChoices):
    WAITING = "waiting", "Waiting for a decision"
    KEPT = "kept", "Kept"
    REJECTED = "rejected", "Not used"
    TAKEN_BACK = "taken_back", "Withdrawn"
    EXPIRED = "expired", "Consent has ended"


class Reason(models.TextChoices):
    """Why an answer is not used. A word from this list, because a sentence could hold what was rejected."""

    IDENTIFIES = "identifies", "It could identify someone, and could not be made safe"
    HURTS = "hurts", "It could hurt someone it describes"
    NOT_OWN = "not_own", "They are not the person’s own words"
    NO_CONSENT = "no_consent", "There is no consent for it"
    OTHER_SUBJECT = "other_subject", "It is about something else"
    SAFETY = "safety", "Passed to the safeguarding lead"


# --- Stories of change ----------------------------------------------------------------------------


class StoryNames(models.TextChoices):
    """Whether the names in a story are the real ones."""

    CHANGED = "changed", "Every name is changed"
    NONE = "none", "No one is named"
    OWN = "own", "Their own first name, as they asked; every other name is changed"


class Answer(models.TextChoices):
    """What somebody said who read their own story."""

    YES = "yes", "Yes, it is right and can be published"
    CHANGE = "change", "Change something first"
    NO = "no", "No, do not publish it"


class ReadHow(models.TextChoices):
    WORKER = "worker", "With the worker"
    CODE = "code", "With their private code"


class Ending(models.TextChoices):
    TAKEN_BACK = "taken_back", "Withdrawn"
    EXPIRED = "expired", "Consent has ended"


class ToldHow(models.TextChoices):
    READ = "read", "Read out or played to them"
    SHOWN = "shown", "Shown on a screen"
    PAPER = "paper", "Given on paper"
    SENT = "sent", "Sent as a link"
