from cairn.voice.forms.listening import (
    ChangeForm,
    CodeForm,
    HandOverForm,
    RejectForm,
    ScreenForm,
    SessionForm,
    ThemeForm,
    TypeInForm,
)
from cairn.voice.forms.needs import NO_CHILD, get_challenge_sections, get_need_sections
from cairn.voice.forms.safeguarding import (
    AwayForm,
    CloseForm,
    ConcernAboutForm,
    NameForm,
    RecordedForm,
    SafeguardingConcernForm,
)
from cairn.voice.forms.translations import LanguagesForm, TranslationCheckForm

__all__ = [
    "NO_CHILD",
    "AwayForm",
    "ChangeForm",
    "CloseForm",
    "CodeForm",
    "ConcernAboutForm",
    "HandOverForm",
    "LanguagesForm",
    "NameForm",
    "RecordedForm",
    "RejectForm",
    "SafeguardingConcernForm",
    "ScreenForm",
    "SessionForm",
    "ThemeForm",
    "TranslationCheckForm",
    "TypeInForm",
    "get_challenge_sections",
    "get_need_sections",
]
