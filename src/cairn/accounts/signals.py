"""News about people for the apps above."""

from django.dispatch import Signal

# Carries `email` and `request`; a receiver answers True where it knows the address.
asked_who_may_sign_up = Signal()
