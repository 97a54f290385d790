from cairn.conditions.queries.groundwork import (
    LISTS,
    find_groundwork,
    get_groundworks_about,
    get_latest_settling,
    get_listed,
    get_rows,
    list_changed,
    make_snapshot,
    with_course,
)

__all__ = [
    "LISTS",
    "find_groundwork",
    "get_groundworks_about",
    "get_latest_settling",
    "get_listed",
    "get_rows",
    "list_changed",
    "make_snapshot",
    "with_course",
]
