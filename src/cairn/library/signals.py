"""News of the library for the apps above it."""

from django.dispatch import Signal

starter_loaded = Signal()  # at
