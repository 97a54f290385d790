"""News for receivers: no page waits for what they do. All are sent inside the transaction of the change."""

from django.dispatch import Signal

talk_missed = Signal()  # sent with groundwork=Groundwork, key=str, at=datetime
people_invited = Signal()  # sent with respondents=Sequence[Respondent]
round_closed = Signal()  # sent with round=ReflectionRound, at=datetime
new_look_called = Signal()  # sent with look=NewLook, at=datetime
