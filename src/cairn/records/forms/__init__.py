from cairn.records.forms.records import (
    AnswerForm,
    AnswerManyForm,
    AttachForm,
    AuditForm,
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
    "AnswerManyForm",
    "AttachForm",
    "AuditForm",
    "ConsentForm",
    "LinkForm",
    "MergeForm",
    "ReportForm",
    "ReviewForm",
    "ShareForm",
    "StartForm",
    "TeamForm",
]
