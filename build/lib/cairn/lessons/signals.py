from django.dispatch import Signal

agreement_asked = Signal()  # carries `agreement`; sent when it is committed
