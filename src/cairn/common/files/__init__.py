# STUB while the real package is written
from dataclasses import dataclass
class UnableToTakeFile(ValueError): ...
@dataclass
class CheckedFile:
    content_type: str; safe_name: str; content: bytes
@dataclass
class ExtractedText:
    text: str; problem: str
def check_upload(name, data): return CheckedFile("application/pdf", name, data.read())
def is_infected(path): return False
def extract_text(path, kind): return ExtractedText("", "")
