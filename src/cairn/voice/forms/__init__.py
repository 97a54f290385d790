from cairn.voice.forms.listening import ChangeForm, HandOverForm, RejectForm, SessionForm, TypeInForm
from cairn.voice.forms.needs import NO_CHILD, get_challenge_sections, get_need_sections
from cairn.voice.forms.safeguarding import AwayForm, CloseForm, NameForm, SafeguardingConcernForm

__all__ = [
    "NO_CHILD",
    "AwayForm",
    "ChangeForm",
    "CloseForm",
    "HandOverForm",
    "NameForm",
    "RejectForm",
    "SafeguardingConcernForm",
    "SessionForm",
    "TypeInForm",
    "get_challenge_sections",
    "get_need_sections",
]
