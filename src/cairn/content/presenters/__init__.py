from cairn.content.presenters.chain import (
    FILE_HEADER,
    INSIGHT_HEADER,
    ChainReport,
    InsightRow,
    describe_insights,
    make_report,
)

__all__ = ["FILE_HEADER", "INSIGHT_HEADER", "ChainReport", "InsightRow", "describe_insights", "make_report"]
