from cairn.conditions.queries.groundwork import (
    LISTS,
    PREPARED,
    find_groundwork,
    get_groundworks_about,
    get_latest_settling,
    get_listed,
    get_not_begun,
    get_rows,
    list_changed,
    make_snapshot,
    with_course,
)

__all__ = [
    "LISTS",
    "PREPARED",
    "find_groundwork",
    "get_groundworks_about",
    "get_latest_settling",
    "get_listed",
    "get_not_begun",
    "get_rows",
    "list_changed",
    "make_snapshot",
    "with_course",
]
