"""Choosing “your council” for a session: nothing about it is kept anywhere else."""

from django.contrib.sessions.backends.base import SessionBase

from cairn.accounts.models import Reader
from cairn.places.models import Place
from cairn.places.queries import SESSION_KEY


def remember_council(*, session: SessionBase, place: Place, by: Reader) -> None:
    session[SESSION_KEY] = {"code": place.code, "by": by.pk}


def forget_council(*, session: SessionBase) -> None:
    """Back to the council of one's organisation, or to none."""
    session.pop(SESSION_KEY, None)
