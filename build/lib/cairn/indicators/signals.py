"""News of figures, for whoever wants to know."""

from django.dispatch import Signal

releases_became_live = Signal()  # releases
