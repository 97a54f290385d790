"""News about learning events. All are sent inside the transaction of the change."""

from django.dispatch import Signal

suggestion_sent = Signal()  # carries `suggestion`, `at`
suggestion_answered = Signal()  # carries `suggestion`, `at`, `by`
follower_asked = Signal()  # carries `follower`: an address that has to say yes
mail_received = Signal()  # carries `mail`, which gets a reply
