"""The words in which lessons and insights are sorted."""

from django.db.models import TextChoices


class Happened(TextChoices):
    """What the lesson is about; nobody is marked by it."""

    DID_NOT_WORK = "did_not_work", "Something that did not work"
    MIXED = "mixed", "Something that worked in part"
    WORKED = "worked", "Something that worked"


class Tells(TextChoices):
    """How it was carried out is another question than what changed for children and families."""

    IMPLEMENTATION = "implementation", "How it was carried out"
    OUTCOME = "outcome", "What changed for children and families"


class Viewpoint(TextChoices):
    """From where somebody looks at it."""

    PROJECT = "project", "The people who ran it"
    EVALUATOR = "evaluator", "An evaluator"
    PRACTITIONER = "practitioner", "A practitioner"
    YOUNG_PERSON = "young_person", "A young person"
    FAMILY = "family", "A parent or carer"
    PARTNER = "partner", "A partner organisation"
    FUNDER = "funder", "A funder, government or auditor"
    RESEARCHER = "researcher", "A researcher"


class Again(TextChoices):
    YES = "yes", "Yes"
    CHANGED = "changed", "Yes, but differently"
    NO = "no", "No"
    NOT_SURE = "not_sure", "Not sure"


class Confidence(TextChoices):
    """How sure whoever wrote an insight is of it."""

    NOT_SURE = "not_sure", "Not sure yet"
    FAIRLY_SURE = "fairly_sure", "Fairly sure"
    SURE = "sure", "Sure"


class WhyNot(TextChoices):
    """Why something that many have learnt is not acted on: the nine barriers to using evidence, in plain words."""

    MONEY = "money", "No money for it"
    PEOPLE = "people", "No one free to do it"
    TIME = "time", "No time to find out more"
    PRIORITY = "priority", "Something else comes first"
    LEADERS = "leaders", "Leaders are not behind it"
    NOT_LOCAL = "not_local", "It may not fit here"
    DOUBT = "doubt", "We are not sure it is true"
    HOW = "how", "We do not know how"
    RULES = "rules", "A rule or contract gets in the way"
    OTHER = "other", "Another reason"
