"""News about actions, for the apps above and for this one. Each carries `action`, `at`, and `by` where somebody did it.

All are sent inside the transaction of the change.
"""

from django.dispatch import Signal

action_given = Signal()  # somebody of the team has it now
action_answered = Signal()
action_stuck = Signal()
owner_invited = Signal()  # carries `invitation`
address_refused = Signal()  # carries `invitation`
