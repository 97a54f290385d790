"""What makes something last, as the reviewed vocabulary has it."""

from cairn.library.definitions.vocabularies import Term, get_vocabulary


def get_factors() -> tuple[Term, ...]:
    return get_vocabulary("embedding").terms
