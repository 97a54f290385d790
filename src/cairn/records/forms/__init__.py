from cairn.records.forms.records import (
    AnswerForm,
    AskForm,
    AttachForm,
    ConsentForm,
    LinkForm,
    MergeForm,
    ReportForm,
    ReviewForm,
    ShareForm,
    StartForm,
    TeamForm,
)

__all__ = [
    "AnswerForm",
    "AskForm",
    "AttachForm",
    "ConsentForm",
    "LinkForm",
    "MergeForm",
    "ReportForm",
    "ReviewForm",
    "ShareForm",
    "StartForm",
    "TeamForm",
]
