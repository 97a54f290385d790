from cairn.decisions.queries.decisions import (
    Flag,
    find_flags,
    get_decisions_about,
    get_flags,
    get_listed,
    get_rows,
    with_rows,
)
from cairn.decisions.queries.freshness import FigureState, list_figures

__all__ = [
    "FigureState",
    "Flag",
    "find_flags",
    "get_decisions_about",
    "get_flags",
    "get_listed",
    "get_rows",
    "list_figures",
    "with_rows",
]
