"""Honest tests of whether an outcome really changed in one place, on short annual panels."""
