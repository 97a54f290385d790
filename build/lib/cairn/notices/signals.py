from django.dispatch import Signal

notices_wait = Signal()  # immediate ones are there to be sent
