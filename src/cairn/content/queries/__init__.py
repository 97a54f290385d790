from cairn.content.queries.groups import NO_TOPIC, Group, get_groups

__all__ = ["NO_TOPIC", "Group", "get_groups"]
