from django.dispatch import Signal

notices_wait = Signal()  # immediate ones are there to be sent; `is_duty` says that a duty depends on them
