from cairn.boards.queries.boards import (
    find_term,
    get_live_boards,
    get_topic_number,
    get_topics,
    get_versions,
    get_waiting,
    is_followed,
)
from cairn.boards.queries.citations import Citations, ExampleFacts

__all__ = [
    "Citations",
    "ExampleFacts",
    "find_term",
    "get_live_boards",
    "get_topic_number",
    "get_topics",
    "get_versions",
    "get_waiting",
    "is_followed",
]
