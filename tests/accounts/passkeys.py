"""A passkey in software: it signs what it is told to, right or wrong."""

import json
import os
from hashlib import sha256
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

SITE, ORIGIN = "testserver", "https://testserver"
FLAG = AuthenticatorData.FLAG
PRESENT, PROVEN = FLAG.UP, FLAG.UP | FLAG.UV  # touched; and a fingerprint or PIN was asked for
PATH = "/account/2fa/webauthn/login/"


class Passkey:
    def __init__(self, user: Any) -> None:
        self.user, self.id = user, os.urandom(16)
        self.key = ec.generate_private_key(ec.SECP256R1())

    def register(self) -> "Passkey":
        """As if the owner had added it on their account page."""
        public = ES256.from_cryptography_key(self.key.public_key())
        held = AttestedCredentialData.create(bytes(16), self.id, public)
        data = AuthenticatorData.create(sha256(SITE.encode()).digest(), PROVEN | FLAG.AT, 0, held)
        made = CollectedClientData.create("webauthn.create", os.urandom(32), ORIGIN)
        credential = self._make_credential(
            clientDataJSON=made, attestationObject=AttestationObject.create("none", data, {})
        )
        Authenticator.objects.create(
            user=self.user, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": credential}
        )
        return self

    def sign(
        self,
        challenge: str,
        *,
        kind: str = "webauthn.get",
        origin: str = ORIGIN,
        site: str = SITE,
        flags: Any = PROVEN,
        of: Any = None,
        key: Any = None,
    ) -> str:
        client = CollectedClientData.create(kind, challenge, origin)
        data = AuthenticatorData.create(sha256(site.encode()).digest(), flags, 1)
        signature = (key or self.key).sign(data + client.hash, ec.ECDSA(SHA256()))
        handle = user_pk_to_url_str(of or self.user).encode()
        return json.dumps(
            self._make_credential(clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=handle)
        )

    def _make_credential(self, **response: bytes) -> dict[str, Any]:
        held = {name: websafe_encode(value) for name, value in response.items()}
        return {"id": websafe_encode(self.id), "rawId": websafe_encode(self.id), "type": "public-key", "response": held}


def ask_challenge(client: Client) -> str:
    answer = client.get(PATH, headers={"X-Requested-With": "XMLHttpRequest"})
    return str(answer.json()["request_options"]["publicKey"]["challenge"])


def show(client: Client, credential: str) -> bool:
    """Whether the browser is signed in afterwards."""
    answer = client.post(PATH, {"credential": credential})
    assert answer.status_code in (302, 429), answer.status_code
    return "_auth_user_id" in client.session
