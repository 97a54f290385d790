"""News about reflections, all sent inside the transaction of the change."""

from django.dispatch import Signal

people_invited = Signal()  # carries `respondents`
round_closed = Signal()  # carries `round` and `at`
new_look_called = Signal()  # carries `look` and `at`
