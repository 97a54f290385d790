from cairn.library.services.care import take_into_care
from cairn.library.services.checks import check_fact
from cairn.library.services.child_rows import replace_rows
from cairn.library.services.claims import add_source, start_claim
from cairn.library.services.demonstration import load_demonstration_projects
from cairn.library.services.guidance import save_answers, start_recommendation, start_self_check
from cairn.library.services.links import check_links
from cairn.library.services.loading import LoadReport, fingerprint, load_entry, load_starter
from cairn.library.services.originators import name_originator
from cairn.library.services.rows import add_row, change_row, get_rows, remove_row
from cairn.library.services.short_list import add_to_short_list, remove_from_short_list
from cairn.library.services.sources import check_sources, take_sources
from cairn.library.services.updates import agree_to_coach, ask_coach, hide_need, make_update, offer_help, remove_coach

__all__ = [
    "LoadReport",
    "add_row",
    "add_source",
    "add_to_short_list",
    "agree_to_coach",
    "ask_coach",
    "change_row",
    "check_fact",
    "check_links",
    "check_sources",
    "fingerprint",
    "get_rows",
    "hide_need",
    "load_demonstration_projects",
    "load_entry",
    "load_starter",
    "make_update",
    "name_originator",
    "offer_help",
    "remove_coach",
    "remove_from_short_list",
    "remove_row",
    "replace_rows",
    "save_answers",
    "start_claim",
    "start_recommendation",
    "start_self_check",
    "take_into_care",
    "take_sources",
]
