from cairn.voice.forms.needs import NO_CHILD, get_challenge_sections, get_need_sections
from cairn.voice.forms.worries import AwayForm, CloseForm, NameForm, WorryForm

__all__ = ["NO_CHILD", "AwayForm", "CloseForm", "NameForm", "WorryForm", "get_challenge_sections", "get_need_sections"]
