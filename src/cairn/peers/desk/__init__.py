from cairn.peers.desk.declaring import find_old
from cairn.peers.desk.partnerships import find_notes, find_requests, find_visits

DUE = (find_old,)
PARTNERSHIP_DUE = (find_requests, find_notes, find_visits)

__all__ = ["DUE", "PARTNERSHIP_DUE"]
