from cairn.voice.printing.sheet import make_sheet

__all__ = ["make_sheet"]
