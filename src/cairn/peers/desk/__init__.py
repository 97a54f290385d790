from cairn.peers.desk.declaring import find_old

DUE = (find_old,)

__all__ = ["DUE"]
