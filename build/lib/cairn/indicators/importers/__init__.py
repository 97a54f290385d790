"""Readers of published files, one per kind of file."""
