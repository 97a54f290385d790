from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cairn.common.privacy import BLANK, DELETE, Blank, Exported, Keep, OfPerson, OfRecord, Run
from cairn.records.enums import REVERSED, Relation
from cairn.records.models.record import Record


class Tie(models.Model):
    """Two records belong together: how, and why somebody says so."""

    PRIVACY = (
        OfPerson("made_by", erase=BLANK),
        # That two records belong together stays, as the gap that it leaves does; why was somebody's words.
        OfRecord("source", withdraw=Blank(("reason",)), merge=Run("cairn.records.services.merging.move_ties")),
        OfRecord("target", withdraw=Blank(("reason",)), merge=Run("cairn.records.services.merging.move_ties")),
    )

    source = models.ForeignKey(Record, models.CASCADE, related_name="ties_out")
    target = models.ForeignKey(Record, models.CASCADE, related_name="ties_in")
    relation = models.CharField(max_length=12, choices=Relation)
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    is_structural = models.BooleanField(default=False)  # made with the record itself: it cannot be taken away

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "relation"], name="tie_once"),
            models.CheckConstraint(name="tie_between_two", condition=~Q(source=F("target"))),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.target_id}"

    def label_from(self, record_id: int) -> str:
        """How the link reads from one of its two ends."""
        relation = Relation(self.relation)
        return str(relation.label) if self.source_id == record_id else REVERSED[relation]


class Guest(models.Model):
    """Somebody is let into one record and nothing else, whatever they belong to: they read it, drafts included.

    The app that lets them in says why, and ends it: an action its owner, who was invited for it by e-mail.
    """

    PRIVACY = (
        OfPerson("user", erase=DELETE, exported=(Exported("let_into", ("record__slug", "since")),)),
        OfPerson("let_in_by", erase=BLANK),
        OfRecord("record", withdraw=DELETE, merge=Keep("Nobody was let into the record that is kept")),
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="guest_of")
    record = models.ForeignKey(Record, models.CASCADE, related_name="guests")
    let_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "record"], name="guest_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.record_id}"
