from cairn.search.presenters.results import PAGE_LENGTH, SearchView, tell_search

__all__ = [
    "PAGE_LENGTH",
    "SearchView",
    "tell_search",
]
