from cairn.voice.forms.needs import NO_CHILD, get_challenge_sections, get_need_sections
from cairn.voice.forms.safeguarding import AwayForm, CloseForm, NameForm, SafeguardingConcernForm

__all__ = [
    "NO_CHILD",
    "AwayForm",
    "CloseForm",
    "NameForm",
    "SafeguardingConcernForm",
    "get_challenge_sections",
    "get_need_sections",
]
