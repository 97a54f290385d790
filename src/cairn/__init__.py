"""Cairn, the site: what councils tried in children's social care, and what happened."""

__version__ = "0.1.0a1"
