"""News of the library for the apps above it."""

from django.dispatch import Signal

starter_loaded = Signal()  # at

update_made = Signal()  # carries `update` and `at`
coach_asked = Signal()  # carries `coach` and `at`
help_offered = Signal()  # carries `offer` and `at`
