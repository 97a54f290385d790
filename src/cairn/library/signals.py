"""News of the library for the apps above it."""

from django.dispatch import Signal

starter_loaded = Signal()  # at
demonstration_loaded = Signal()  # at; what people of the demonstration wrote is there

update_made = Signal()  # carries `update` and `at`
coach_asked = Signal()  # carries `coach` and `at`
help_offered = Signal()  # carries `offer` and `at`
