"""Taking places, waiting for one, and giving one back."""

from datetime import datetime

from cairn.accounts.models import User


def release_bookings_of(*, person: User, at: datetime) -> None:
    """Before the bookings of an account go, their places are free for those who wait."""
