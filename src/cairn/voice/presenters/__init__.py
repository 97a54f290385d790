from cairn.voice.presenters.challenges import (
    TriedView,
    find_strongest,
    get_measures,
    get_viewpoints,
    has_view,
    list_options,
    list_posts,
    summarise,
)

__all__ = [
    "TriedView",
    "find_strongest",
    "get_measures",
    "get_viewpoints",
    "has_view",
    "list_options",
    "list_posts",
    "summarise",
]
