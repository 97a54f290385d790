"""Learning partnerships among the kinds of record. They are started by an introduction, and by nothing else."""

from cairn.peers.desk import PARTNERSHIP_DUE
from cairn.peers.models import Partnership
from cairn.peers.notices import PARTNERSHIP_NOTICES
from cairn.records.enums import RecordKind
from cairn.records.kinds import Gap, Kind

KINDS = (
    Kind(
        model=Partnership,
        page="peers:partnership",
        plural="Learning partnerships",
        leads_to=(Gap(RecordKind.ACTION, "No action has followed from this partnership yet."),),
        due=PARTNERSHIP_DUE,
        notices=PARTNERSHIP_NOTICES,
    ),
)
