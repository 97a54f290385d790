from cairn.records.forms.records import (
    AnswerForm,
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
