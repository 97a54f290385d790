"""News about people in organisations for the apps above."""

from django.dispatch import Signal

person_invited = Signal()  # carries `invitation`
asked_to_join = Signal()  # carries `membership`
member_approved = Signal()  # carries `membership`
added_to_circle = Signal()  # carries `membership`
invited_to_circle = Signal()  # carries `invitation` and `user`
circle_rules_changed = Signal()  # carries `circle`, `by` and `at`
circle_ends = Signal()  # carries `circle` and `at`; its last day is near
circle_ended = Signal()  # carries `circle` and `at`
