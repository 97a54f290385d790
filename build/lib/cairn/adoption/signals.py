"""News about whether something lasts."""

from django.dispatch import Signal

review_overdue = Signal()  # carries `review` (queries.ReviewDue), `key` (tells one time from the next) and `at`
