"""Figures as pages and downloads show them: `figures`, and beside other councils: `comparing`, `maps`."""
