"""Tables of the app: councils using models."""

from cairn.adoption.tables.uses import UseLinks

__all__ = ["UseLinks"]
