"""News about people in organisations for the apps above."""

from django.dispatch import Signal

person_invited = Signal()  # carries `invitation`
asked_to_join = Signal()  # carries `membership`
member_approved = Signal()  # carries `membership`
added_to_circle = Signal()  # carries `membership`
