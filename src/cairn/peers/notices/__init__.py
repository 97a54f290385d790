from cairn.peers.notices.matching import NOTICES_OF_MATCHING
from cairn.peers.notices.partnerships import PARTNERSHIP_NOTICES

NOTICES = NOTICES_OF_MATCHING

__all__ = ["NOTICES", "PARTNERSHIP_NOTICES"]
