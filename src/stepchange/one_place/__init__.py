"""One place in depth."""
