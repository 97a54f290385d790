from cairn.conditions.services.course import (
    change_leader,
    change_plan,
    chase_missed_talks,
    confirm_new_look,
    record_ending,
    record_repeated,
    record_start,
)
from cairn.conditions.services.demonstration import load_demonstration_groundwork
from cairn.conditions.services.groundwork import settle, start_groundwork

__all__ = [
    "change_leader",
    "change_plan",
    "chase_missed_talks",
    "confirm_new_look",
    "load_demonstration_groundwork",
    "record_ending",
    "record_repeated",
    "record_start",
    "settle",
    "start_groundwork",
]
