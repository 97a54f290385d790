"""What a project tells its team and its coach as it goes, and what others could help with. Nothing of it is counted."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cairn.common.privacy import BLANK, DELETE, REPOINT, Exported, OfPerson, OfRecord, PartOf, Repoint
from cairn.library.models.entries import Project


class ProjectUpdate(models.Model):
    """What moved, where it is stuck, what it needs: written in two minutes, seen by the team and the coach."""

    PRIVACY = (
        # What somebody told of a project stays with its team, without their name.
        OfPerson(
            "by",
            erase=BLANK,
            exported=(Exported("updates", ("project__slug", "moved", "stuck", "needs", "made_at")),),
        ),
        # What it needs was shown to those who saw the duplicate; more people may see the one that stays.
        OfRecord("project", withdraw=DELETE, merge=Repoint(blank=("shows_need",))),
    )

    project = models.ForeignKey(Project, models.CASCADE, related_name="updates")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    moved = models.CharField(max_length=500, blank=True)
    stuck = models.CharField(max_length=500, blank=True)
    needs = models.CharField(max_length=300, blank=True)
    shows_need = models.BooleanField(default=False)  # to people with a log-in who may see the project

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="project_update_says_something", condition=~Q(moved="") | ~Q(stuck="") | ~Q(needs="")
            ),
            models.CheckConstraint(name="project_update_shows_a_need", condition=Q(shows_need=False) | ~Q(needs="")),
        ]
        indexes = [models.Index(fields=["project", "-made_at"], name="project_update_newest_first")]

    def __str__(self) -> str:
        return f"update of {self.project_id}"


class ProjectCoach(models.Model):
    """Somebody whom the team asked to walk along; of any organisation. They see updates once they have said yes."""

    PRIVACY = (
        OfPerson("user", erase=DELETE),
        OfPerson(
            "email",
            erase=DELETE,
            holds="email",
            exported=(Exported("asked_to_coach", ("project__slug", "named_at", "agreed_at")),),
        ),
        OfRecord("project", withdraw=DELETE, merge=REPOINT),
    )

    project = models.OneToOneField(Project, models.CASCADE, related_name="coaching")
    email = models.EmailField()
    # Empty where no log-in has this address; the team is not told which it is.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="coaches")
    named_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="project_coach_who_agreed_is_somebody", condition=Q(agreed_at=None) | Q(user__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"coach of {self.project_id}"


class HelpOffer(models.Model):
    """Somebody could help with what a project needs. Its team reads it, and nobody else."""

    PRIVACY = (
        OfPerson("by", erase=DELETE, exported=(Exported("help_offered", ("words", "made_at")),)),
        PartOf("update"),
    )

    update = models.ForeignKey(ProjectUpdate, models.CASCADE, related_name="offers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    words = models.CharField(max_length=500)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"offer for {self.update_id}"
