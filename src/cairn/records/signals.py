"""News about records for the apps above. Each carries `record`, and `by` where somebody did it."""

from django.dispatch import Signal

record_published = Signal()
# What readers see of a record, or who sees it, may have changed; sent inside the transaction that changed it.
record_written = Signal()
record_shared = Signal()
report_made = Signal()  # carries `report`
report_answered = Signal()
review_asked = Signal()  # carries `review`
review_decided = Signal()

attachment_added = Signal()  # carries `attachment`
table_accepted = Signal()  # carries `table`
record_file_requested = Signal()  # carries `record_file`
