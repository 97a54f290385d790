from cairn.decisions.printing.poster import make_poster

__all__ = ["make_poster"]
