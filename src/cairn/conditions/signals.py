"""News for receivers: no page waits for what they do."""

from django.dispatch import Signal

talk_missed = Signal()  # sent with groundwork=Groundwork, key=str, at=datetime
