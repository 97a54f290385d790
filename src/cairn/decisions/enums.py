"""Names of how a group decides, and of what becomes of a proposal, a vote and words."""

from django.db import models


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
