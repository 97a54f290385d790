"""By what withdrawn words are known again when a table brings them in. It says none of them."""

from django.db import models

from cairn.common.privacy import Impersonal


class WithdrawnSentence(models.Model):
    """The sum of a sentence under the secret key of the site: nobody can read the sentence from it, or whose it was."""

    PRIVACY = (Impersonal("A sum under the secret key, from which no word can be read"),)

    sum = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return self.sum[:8]
