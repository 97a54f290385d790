from cairn.records.services.announcing import announce_written
from cairn.records.services.conversation import (
    answer_report,
    answer_reports,
    ask_for_review,
    decide_review,
    follow,
    make_report,
    unfollow,
)
from cairn.records.services.desk import WEEK, name_week, tell_of_the_week
from cairn.records.services.drafts import (
    change_draft,
    delete_saved_form,
    get_seen,
    lock,
    publish_record,
    restore_revision,
    save_draft,
    save_form,
    start_record,
    write_draft,
)
from cairn.records.services.files import (
    attach_file,
    check_attachment,
    find_lost_checks,
    make_file,
    remove_attachment,
    request_file,
)
from cairn.records.services.merging import merge_records
from cairn.records.services.sharing import (
    ask_to_share_with_everyone,
    hold_back,
    publish_for_the_site,
    record_consent,
    share_record,
    take_down,
)
from cairn.records.services.ties import link, unlink
from cairn.records.services.withdrawing import replay_withdrawal, withdraw_record, withdraw_without_log_in

__all__ = [
    "WEEK",
    "announce_written",
    "answer_report",
    "answer_reports",
    "ask_for_review",
    "ask_to_share_with_everyone",
    "attach_file",
    "change_draft",
    "check_attachment",
    "decide_review",
    "delete_saved_form",
    "find_lost_checks",
    "follow",
    "get_seen",
    "hold_back",
    "link",
    "lock",
    "make_file",
    "make_report",
    "merge_records",
    "name_week",
    "publish_for_the_site",
    "publish_record",
    "record_consent",
    "remove_attachment",
    "replay_withdrawal",
    "request_file",
    "restore_revision",
    "save_draft",
    "save_form",
    "share_record",
    "start_record",
    "take_down",
    "tell_of_the_week",
    "unfollow",
    "unlink",
    "withdraw_record",
    "withdraw_without_log_in",
    "write_draft",
]
