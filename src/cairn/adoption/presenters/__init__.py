from cairn.adoption.presenters.using import UseView, make_timeline, make_use_map

__all__ = [
    "UseView",
    "make_timeline",
    "make_use_map",
]
