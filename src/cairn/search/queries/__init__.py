from cairn.search.queries.searching import (
    BEST,
    NEWEST,
    Count,
    Found,
    SearchRequest,
    find,
    get_documents,
    get_similar,
    get_similar_to,
    understand,
)

__all__ = [
    "BEST",
    "NEWEST",
    "Count",
    "Found",
    "SearchRequest",
    "find",
    "get_documents",
    "get_similar",
    "get_similar_to",
    "understand",
]
