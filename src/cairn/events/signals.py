"""News about learning events, sent after the transaction that made it; about suggestions, inside that transaction."""

from django.dispatch import Signal

# Carries `booking`, `was` (empty where it is new) and `now`. The two are equal where a booking that stayed what it was
# got other sessions, another number of places or other details.
booking_changed = Signal()
arrangements_changed = Signal()  # carries `event`, `before` (None where there were none) and `after`
event_cancelled = Signal()  # carries `event`
mails_wait = Signal()  # people who booked have something to hear
event_file_requested = Signal()  # carries `event_file`
# The mails of the report, of actions and of feedback; each is sent inside the transaction.
line_sent = Signal()  # carries `approval`
action_written = Signal()  # carries `written` and `by_link`: whether it is kept by a private link
owner_reminded = Signal()  # carries `reminder` and `at`
feedback_requested = Signal()  # carries `request`

suggestion_sent = Signal()  # carries `suggestion`, `at`
suggestion_answered = Signal()  # carries `suggestion`, `at`, `by`
follower_asked = Signal()  # carries `follower`: an address that has to say yes
mail_received = Signal()  # carries `mail`, which gets a reply
