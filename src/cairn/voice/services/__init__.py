from cairn.voice.services.challenges import load_challenges
from cairn.voice.services.demonstration import load_demonstration_posts
from cairn.voice.services.listening import (
    Agreed,
    change_contribution,
    find_private_code,
    hand_over,
    keep,
    make_private_code,
    open_session,
    pass_on_worry,
    reject,
    type_in,
)
from cairn.voice.services.posts import agree, confirm, name_people, set_away
from cairn.voice.services.safeguarding import (
    add_to_concern,
    chase_unopened,
    clear_old_concerns,
    close_concern,
    confirm_recorded,
    open_concern,
    replay_clearing,
    send_concern,
)
from cairn.voice.services.taking_back import (
    end_consent_by_code,
    expire_consents,
    overwrite_deleted,
    replay_clearing_of_words,
    withdraw,
    withdraw_by_code,
)
from cairn.voice.services.voices import link_answers, unlink_answers

__all__ = [
    "Agreed",
    "add_to_concern",
    "agree",
    "change_contribution",
    "chase_unopened",
    "clear_old_concerns",
    "close_concern",
    "confirm",
    "confirm_recorded",
    "end_consent_by_code",
    "expire_consents",
    "find_private_code",
    "hand_over",
    "keep",
    "link_answers",
    "load_challenges",
    "load_demonstration_posts",
    "make_private_code",
    "name_people",
    "open_concern",
    "open_session",
    "overwrite_deleted",
    "pass_on_worry",
    "reject",
    "replay_clearing",
    "replay_clearing_of_words",
    "send_concern",
    "set_away",
    "type_in",
    "unlink_answers",
    "withdraw",
    "withdraw_by_code",
]
