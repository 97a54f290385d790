"""News that others may hear."""

from django.dispatch import Signal

evaluation_requested = Signal()  # sent with evaluation=Evaluation when a result is to be worked out
model_run_requested = Signal()  # sent with run=ModelRun when the measures of a list are to be worked out
council_told = Signal()  # sent with right=RightOfReply and at=datetime when a council's time to reply starts
outlook_requested = Signal()  # sent with outlook=Outlook when it is to be worked out
