from cairn.content.presenters.chain import (
    FILE_HEADER,
    INSIGHT_HEADER,
    ChainReport,
    InsightRow,
    describe_insights,
    make_report,
)
from cairn.content.presenters.roles import describe_steps

__all__ = [
    "FILE_HEADER",
    "INSIGHT_HEADER",
    "ChainReport",
    "InsightRow",
    "describe_insights",
    "describe_steps",
    "make_report",
]
