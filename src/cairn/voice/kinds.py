"""What needs and challenges are among the kinds of record."""

from cairn.records.enums import RecordKind
from cairn.records.kinds import Gap, Kind, register_kind
from cairn.voice.models import Challenge, Need


def register_kinds() -> None:
    register_kind(
        Kind(
            name=RecordKind.NEED,
            model=Need,
            page="voice:need",
            plural="Needs",
            leads_to=(Gap(RecordKind.CHALLENGE, "Nobody has taken this need up yet: no challenge comes from it."),),
        )
    )
    register_kind(
        Kind(
            name=RecordKind.CHALLENGE,
            model=Challenge,
            page="voice:challenge",
            plural="Challenges",
            asks_for=(Gap(RecordKind.NEED, "No young person’s or family’s need is linked behind this challenge."),),
            leads_to=(
                Gap(RecordKind.EVALUATION_PLAN, "Nobody tests yet whether this is changing: no plan is linked."),
            ),
        )
    )
