"""Who takes part in a decision and how far, what it lacks; and how a group decides together."""

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


class ProposalState(models.TextChoices):
    WAITING = "waiting", "Waiting to be read"
    OPEN = "open", "Being discussed"
    DECIDING = "deciding", "Being decided"
    DECIDED = "decided", "Decided"
    HIDDEN = "hidden", "Not shown"


class WordsState(models.TextChoices):
    """Of a comment, or of the words of an objection: a worker reads them before the others do."""

    WAITING = "waiting", "Waiting to be read"
    SHOWN = "shown", "Shown"
    HIDDEN = "hidden", "Not shown"


class NotShown(models.TextChoices):
    """Why the worker does not show something. Disliking it is no reason: that is overruling, and says so."""

    IDENTIFIES = "identifies", "It could identify someone"
    HURTS = "hurts", "It could hurt someone it describes"
    SAFETY = "safety", "It is about someone’s safety, and was passed to the safeguarding lead"
    ASKED = "asked", "The person who wrote it asked for this"
    REPEATED = "repeated", "It was sent before, word for word"


class Way(models.TextChoices):
    CONSENT = "consent", "By consent: it is agreed if no one objects"
    VOTE = "vote", "By vote: it is agreed if more people say yes than no"


class Choice(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    EITHER = "either", "I do not mind"
    FINE = "fine", "I can live with it"
    OBJECT = "object", "I object"


CHOICES = {Way.VOTE: (Choice.YES, Choice.NO, Choice.EITHER), Way.CONSENT: (Choice.FINE, Choice.OBJECT)}


class Outcome(models.TextChoices):
    AGREED = "agreed", "Agreed"
    NOT_AGREED = "not_agreed", "Not agreed"


class Void(models.TextChoices):
    """Why no paper of a vote was counted. They are destroyed all the same."""

    TOO_FEW = "too_few", "Too few people voted to keep each vote secret"
    LOST_KEY = "lost_key", "The key that opens the ballot papers is lost"
    DAMAGED = "damaged", "A ballot paper was damaged, so none was counted"
    OVERRULED = "overruled", "It was overruled before the vote ended"
