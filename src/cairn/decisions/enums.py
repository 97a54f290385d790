"""Who takes part in a decision and how far, what came of it, and what a decision lacks."""

from django.db import models


class Who(models.TextChoices):
    """People who take part, or who are told; never one person."""

    YOUNG_PEOPLE = "young_people", "Children and young people"
    FAMILIES = "families", "Parents, carers and wider family"
    CARE_EXPERIENCED = "care_experienced", "Care-experienced adults"
    PRACTITIONERS = "practitioners", "Practitioners"
    LEADERS = "leaders", "Leaders and commissioners"
    PARTNERS = "partners", "Partner organisations"


class Took(models.TextChoices):
    """The four parts of Lundy's model, in their order in time, as what people say of themselves."""

    SPACE = "space", "They had time, a safe place and what they needed to know"
    VOICE = "voice", "They were asked, in a way that suited them"
    AUDIENCE = "audience", "The people who decide listened to them"
    INFLUENCE = "influence", "What they said was weighed in the decision, and they could see it"


class Influence(models.TextChoices):
    """What the view of young people and families did to a decision."""

    CHANGED = "changed", "It changed what we decided"
    PARTLY = "partly", "It changed part of it"
    NOTHING = "nothing", "It changed nothing"


class Appointed(models.TextChoices):
    """How a recruitment ended. Nothing is kept about a candidate."""

    APPOINTED = "appointed", "Someone was appointed"
    NOT_APPOINTED = "not_appointed", "No one was appointed"
    STOPPED = "stopped", "The recruitment was stopped"


class Lack(models.TextChoices):
    """What a decision lacks. The value stands in addresses."""

    NEITHER = "neither", "Neither a young person’s view nor figures"
    NO_VOICE = "no-voice", "No young person’s view"
    NO_INFLUENCE = "no-influence", "Heard, but no influence recorded"
    NO_FIGURES = "no-figures", "No figures"
    OLD_FIGURES = "old-figures", "Figures that are out of date"
