from cairn.decisions.queries.co_design import (
    DESIGNED,
    STAGES,
    WithoutNeeds,
    list_co_design,
    list_stages_reached,
    list_without_needs,
)
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
from cairn.decisions.queries.needs import AFTER_DESIGN, find_left_design, find_needs, has_needs, has_reason
from cairn.decisions.queries.you_said import find_uses, get_workers, get_you_said

__all__ = [
    "AFTER_DESIGN",
    "DESIGNED",
    "STAGES",
    "FigureState",
    "Flag",
    "WithoutNeeds",
    "find_flags",
    "find_left_design",
    "find_needs",
    "find_uses",
    "get_decisions_about",
    "get_flags",
    "get_listed",
    "get_rows",
    "get_workers",
    "get_you_said",
    "has_needs",
    "has_reason",
    "list_co_design",
    "list_figures",
    "list_stages_reached",
    "list_without_needs",
    "with_rows",
]
