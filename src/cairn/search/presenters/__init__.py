from cairn.search.presenters.results import PAGE_LENGTH, SearchView, describe_search

__all__ = [
    "PAGE_LENGTH",
    "SearchView",
    "describe_search",
]
