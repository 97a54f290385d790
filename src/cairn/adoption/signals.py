"""News about councils that use a model, and about whether something lasts."""

from django.dispatch import Signal

review_overdue = Signal()  # carries `review` (queries.ReviewDue), `key` (tells one time from the next) and `at`
use_proposed = Signal()  # carries `proposal` and `at`
proposal_decided = Signal()  # carries `proposal` and `at`
use_commented = Signal()  # carries `comment` and `at`
start_confirmed = Signal()  # carries `use` and `at`
