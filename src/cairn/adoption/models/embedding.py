"""Whether something new lasts: what was in place when it began, after six months and after twelve."""

from datetime import date

from django.conf import settings
from django.db import models

from cairn.common.dates import add_months
from cairn.common.privacy import BLANK, DELETE, REPOINT, OfPerson, OfRecord, PartOf
from cairn.records.models import Record


class Embedding(models.Model):
    """The checks of one project, or of one use of a model. Its team sees them; they are no mark of a place."""

    PRIVACY = (OfRecord("record", withdraw=DELETE, merge=REPOINT),)

    record = models.OneToOneField(Record, models.CASCADE, related_name="embedding")
    started_on = models.DateField()  # the day from which the months are counted

    def __str__(self) -> str:
        return f"embedding of {self.record_id}"

    def get_due(self, when: str) -> date:
        return add_months(self.started_on, MONTHS[when])


class EmbedReview(models.Model):
    """One look at what is in place."""

    PRIVACY = (OfPerson("by", erase=BLANK), PartOf("embedding"))

    class When(models.TextChoices):
        START = "start", "At the start"
        SIX = "six", "After 6 months"
        TWELVE = "twelve", "After 12 months"

    embedding = models.ForeignKey(Embedding, models.CASCADE, related_name="reviews")
    when = models.CharField(max_length=8, choices=When)
    done_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["embedding", "when"], name="embed_review_once")]

    def __str__(self) -> str:
        return f"{self.when} of {self.embedding_id}"


MONTHS: dict[str, int] = {EmbedReview.When.START: 0, EmbedReview.When.SIX: 6, EmbedReview.When.TWELVE: 12}


class EmbedAnswer(models.Model):
    """How it stands with one factor."""

    PRIVACY = (PartOf("review"),)

    class State(models.TextChoices):
        IN_PLACE = "in_place", "In place"
        PARTLY = "partly", "Partly"
        NOT_YET = "not_yet", "Not yet"
        NOT_HERE = "not_here", "Does not matter here"

    review = models.ForeignKey(EmbedReview, models.CASCADE, related_name="answers")
    factor = models.CharField(max_length=40)  # term of the vocabulary "embedding"
    state = models.CharField(max_length=10, choices=State)
    note = models.CharField(max_length=300, blank=True)
    next_step = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "factor"], name="embed_answer_once")]

    def __str__(self) -> str:
        return f"{self.factor}: {self.state}"
