# STUB while the real package is written
from dataclasses import dataclass
class DocumentError(ValueError): ...
@dataclass(frozen=True)
class Document:
    title: str
    blocks: tuple = ()
def get_fingerprint(d): return "0"*64
def to_pdf(d): return b"%PDF-"
def to_docx(d): return b"PK"
