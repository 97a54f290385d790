from cairn.content.services.demonstration import load_demonstration_chain

__all__ = ["load_demonstration_chain"]
