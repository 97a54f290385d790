from cairn.search.services.indexing import remove_from_index, index_pages, index_record
from cairn.search.services.rebuilding import rebuild_index
from cairn.search.services.saving import delete_search, save_search, notify_of_new

__all__ = [
    "delete_search",
    "remove_from_index",
    "index_pages",
    "index_record",
    "rebuild_index",
    "save_search",
    "notify_of_new",
]
