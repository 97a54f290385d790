from cairn.events.services.booking import (
    BookingAnswers,
    accept_offer,
    book,
    cancel_booking,
    change_booking,
    choose_next,
    decline_offer,
    delete_needs,
    delete_old_bookings,
    follow_sessions,
    lapse_offers,
)
from cairn.events.services.loading import load_events
from cairn.events.services.planning import (
    NEEDS,
    call_off,
    close_past_events,
    open_booking,
    save_arrangements,
)

__all__ = [
    "NEEDS",
    "BookingAnswers",
    "accept_offer",
    "book",
    "call_off",
    "cancel_booking",
    "change_booking",
    "choose_next",
    "close_past_events",
    "decline_offer",
    "delete_needs",
    "delete_old_bookings",
    "follow_sessions",
    "lapse_offers",
    "load_events",
    "open_booking",
    "save_arrangements",
]
