from cairn.search.services.indexing import forget_document, index_pages, index_record
from cairn.search.services.rebuilding import rebuild_index
from cairn.search.services.saving import delete_search, save_search, tell_of_new

__all__ = [
    "delete_search",
    "forget_document",
    "index_pages",
    "index_record",
    "rebuild_index",
    "save_search",
    "tell_of_new",
]
