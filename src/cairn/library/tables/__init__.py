"""Columns of tables of the library's records that lead to other records and to sources."""

from cairn.library.tables.claims import ClaimLinks
from cairn.library.tables.clearing import clear_in_tables
from cairn.library.tables.recommendations import RecommendationLinks

__all__ = ["ClaimLinks", "RecommendationLinks", "clear_in_tables"]
