"""What a participation worker answers for: they read all of it, and a coordinator may only hand it over."""

from typing import Self, TypeVar

from django.db import models

from cairn.accounts.models import Reader
from cairn.accounts.permissions import Permission
from cairn.places.queries.belonging import get_belonging

Row = TypeVar("Row", bound=models.Model, covariant=True)


class OfWorkerQuerySet(models.QuerySet[Row]):
    """Of a table with `worker` and `team`."""

    def run_by(self, user: Reader) -> Self:
        """Those whose worker somebody is, while they may write for the team: they read all of it before anyone else."""
        if not user.is_authenticated:
            return self.none()
        own = get_belonging(user)
        writing = own.get_organisations_allowing(Permission.RECORD_EDIT)
        return self.filter(worker=user.pk, team__in=own.teams, team__organisation__in=writing)

    def overseen_by(self, user: Reader) -> Self:
        """Those that somebody may hand to another worker; it lets them read no word."""
        if not user.is_authenticated:
            return self.none()
        own = get_belonging(user)
        return self.filter(team__organisation__in=own.get_organisations_allowing(Permission.TEAMS_MANAGE))
