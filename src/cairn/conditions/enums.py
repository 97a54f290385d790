"""The words of what is settled before a start, of what happened later, and of reflections."""

from django.db.models import IntegerChoices, TextChoices


class Part(TextChoices):
    """What is to be settled, in the order of the page. What happened later is counted by these."""

    GROUP = "group", "Objective and target group"
    THEORY = "theory", "Theory of change"
    FIGURES = "figures", "Baseline and target"
    SYSTEM = "system", "The system before and after"
    TIME = "time", "Time to set up"
    CAPACITY = "capacity", "Capacity"
    PARTNERS = "partners", "Partners"
    TALKS = "talks", "Regular communication"
    RISKS = "risks", "Risks and stop rules"


class ChangesSystem(TextChoices):
    YES = "yes", "Yes: steps, agencies or hand-overs change"
    NO = "no", "No: the steps and the agencies stay as they are"


class CapacityUnit(TextChoices):
    PEOPLE = "people", "People (full-time equivalent)"
    HOURS = "hours", "Hours a week"
    MONEY = "money", "Pounds"


class SharesData(TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"


class Every(IntegerChoices):
    """How often people talk, in days."""

    WEEK = 7, "Every week"
    FORTNIGHT = 14, "Every two weeks"
    MONTH = 31, "Every month"
    QUARTER = 92, "Every three months"


class Likelihood(TextChoices):
    LOW = "low", "Unlikely"
    MEDIUM = "medium", "Possible"
    HIGH = "high", "Likely"


class Again(TextChoices):
    """What is done again and again while something runs."""

    TALK = "talk", "Talked"
    RISK = "risk", "Risk reviewed"


class ChangeKind(TextChoices):
    PLAN = "plan", "Change to the plan"
    LEADER = "leader", "New leader"


class Ending(TextChoices):
    """How something ended, as its team says. Stopping is as worth recording as anything else."""

    REACHED = "reached", "It achieved what it set out to do"
    PARTLY = "partly", "It achieved part of it"
    NOT_REACHED = "not_reached", "It ran its course and did not achieve it"
    STOPPED = "stopped", "It stopped early"


# --- Reflections -----------------------------------------------------------------------------------


class Answer(TextChoices):
    """What somebody says of one statement."""

    HELPS = "helps", "Helps"
    HINDERS = "hinders", "Gets in the way"
    BOTH = "both", "Both"
    NEITHER = "neither", "Does not matter here"


class Strength(IntegerChoices):
    LITTLE = 1, "A little"
    SOMEWHAT = 2, "Quite a lot"
    STRONGLY = 3, "A lot"


class Promise(TextChoices):
    """What is asked besides the answers, and so what can be shown."""

    WORDS = "words", "Answers, and why in their own words"
    COUNTS = "counts", "Answers only"


class StatementSet(TextChoices):
    SHORT = "short", "The short set"
    LONG = "long", "The longer set"


class Side(TextChoices):
    """What a finding of the library says of a condition."""

    HELPS = "helps", "It helped"
    HINDERS = "hinders", "It got in the way"
    BOTH = "both", "Both, or it depends"
