from cairn.events.tasks.booking import tend_bookings

__all__ = ["tend_bookings"]
