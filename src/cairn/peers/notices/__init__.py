from cairn.peers.notices.matching import NOTICES_OF_MATCHING

NOTICES = NOTICES_OF_MATCHING

__all__ = ["NOTICES"]
