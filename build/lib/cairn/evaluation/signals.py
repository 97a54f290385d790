"""News that others may hear."""

from django.dispatch import Signal

evaluation_requested = Signal()  # sent with evaluation=Evaluation when a result is to be worked out
