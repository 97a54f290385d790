"""News about people for the apps above."""

from django.dispatch import Signal

# Carries `email` and `request`; a receiver answers True where it knows the address.
asked_who_may_sign_up = Signal()
# Carries `user` and `at`; sent before anything of the account is deleted.
account_erased = Signal()
# Carries `user`; a receiver answers with (name, rows) of what it keeps about them.
account_exported = Signal()
