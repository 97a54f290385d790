from cairn.records.services.conversation import (
    answer_report,
    ask_for_review,
    decide_review,
    follow,
    make_report,
    unfollow,
)
from cairn.records.services.drafts import (
    change_draft,
    forget_form,
    publish_record,
    restore_revision,
    save_draft,
    save_form,
    start_record,
)
from cairn.records.services.files import attach_file, check_attachment, make_file, remove_attachment, request_file
from cairn.records.services.merging import (
    change_revisions,
    merge_records,
    move_once,
    name_kept_record,
    name_kept_records,
)
from cairn.records.services.sharing import (
    erase_person,
    hold_back,
    record_consent,
    replay_withdrawal,
    share_record,
    take_down,
    withdraw_record,
    withdraw_without_log_in,
)
from cairn.records.services.telling import tell_written
from cairn.records.services.ties import link, unlink

__all__ = [
    "answer_report",
    "ask_for_review",
    "attach_file",
    "change_draft",
    "change_revisions",
    "check_attachment",
    "decide_review",
    "erase_person",
    "follow",
    "forget_form",
    "hold_back",
    "link",
    "make_file",
    "make_report",
    "merge_records",
    "move_once",
    "name_kept_record",
    "name_kept_records",
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
    "tell_written",
    "unfollow",
    "unlink",
    "withdraw_record",
    "withdraw_without_log_in",
]
