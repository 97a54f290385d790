from cairn.conditions.queries.reflection import (
    Tallies,
    get_actions,
    get_evidence,
    get_open_looks,
    get_open_round,
    get_profiles,
    get_profiles_about,
    get_rounds,
    get_rounds_about_the_same,
    get_tallies,
)

__all__ = [
    "Tallies",
    "get_actions",
    "get_evidence",
    "get_open_looks",
    "get_open_round",
    "get_profiles",
    "get_profiles_about",
    "get_rounds",
    "get_rounds_about_the_same",
    "get_tallies",
]
