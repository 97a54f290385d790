from cairn.adoption.presenters.using import UseView, make_timeline

__all__ = [
    "UseView",
    "make_timeline",
]
