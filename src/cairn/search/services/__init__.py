from cairn.search.services.indexing import index_pages, index_record, remove_from_index
from cairn.search.services.rebuilding import rebuild_index
from cairn.search.services.saving import delete_search, notify_of_new, save_search

__all__ = [
    "delete_search",
    "index_pages",
    "index_record",
    "notify_of_new",
    "rebuild_index",
    "remove_from_index",
    "save_search",
]
