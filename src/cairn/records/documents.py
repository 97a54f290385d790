from cairn.common.documents import Document


def make_document(record):
    return Document(record.title)
