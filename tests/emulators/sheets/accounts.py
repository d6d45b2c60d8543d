"""A service account, the token endpoint that checks its JWT, and a certificate authority of our own."""

import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.emulators.sheets.errors import Json

SCOPES = {"https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive"}
EMAIL = "genesis@example.iam.gserviceaccount.com"
GOOGLE = "https://oauth2.googleapis.com/token"
"""The audience that Google's library signs for, wherever it sends the token request."""
LIFETIME = 3600


@cache
def made_key(name: str) -> rsa.RSAPrivateKey:
    """A key for each name."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Accounts:
    """One service account and the tokens it was given. Emulators have the same key: making one takes a while."""

    def __init__(self) -> None:
        self.key = made_key("account")
        self.tokens: set[str] = set()

    def credentials(self, address: str, email: str = EMAIL) -> str:
        """The JSON that Google Cloud lets one download, with the token endpoint at ``address``."""
        pem = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return json.dumps(
            {
                "type": "service_account",
                "project_id": "example",
                "private_key_id": "1",
                "private_key": pem.decode(),
                "client_email": email,
                "client_id": "1",
                "token_uri": f"{address}/token",
            }
        )

    def exchange(self, assertion: str, address: str) -> Json:
        """An access token for a signed JWT; otherwise `invalid_grant` as RFC 7523 has it."""
        try:
            claims = self._claims(assertion)
        except (ValueError, InvalidSignature, KeyError):
            return {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
        now = datetime.now(UTC).timestamp()
        if not now - 600 < claims["iat"] <= now + 60 or not claims["iat"] < claims["exp"] <= claims["iat"] + LIFETIME:
            return {"error": "invalid_grant", "error_description": "Invalid JWT: Token must be a short-lived token."}
        if claims["aud"] not in {GOOGLE, f"{address}/token"} or claims["iss"] != EMAIL:
            return {"error": "invalid_grant", "error_description": "Invalid grant: account not found"}
        if not set(claims.get("scope", "").split()) & SCOPES:
            return {"error": "invalid_scope", "error_description": "Invalid OAuth scope or ID token audience provided."}
        token = f"ya29.{len(self.tokens) + 1}.{claims['iat']}"
        self.tokens.add(token)
        return {"access_token": token, "expires_in": LIFETIME - 1, "token_type": "Bearer"}

    def _claims(self, assertion: str) -> Json:
        head, claims, signature = assertion.split(".")
        self.key.public_key().verify(
            _decoded(signature), f"{head}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256()
        )
        found: Json = json.loads(_decoded(claims))
        return found


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def certificates(folder: Path) -> tuple[Path, Path]:
    """A certificate authority's file, and the file of a key and certificate for 127.0.0.1 that it signed."""
    authority_key, authority = _certificate("Genesis tests", None, None)
    key, server = _certificate("127.0.0.1", authority_key, authority)
    trusted, held = folder / "authority.pem", folder / "server.pem"
    trusted.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    held.write_bytes(pem + server.public_bytes(serialization.Encoding.PEM))
    return trusted, held


def _certificate(
    name: str, signer: rsa.RSAPrivateKey | None, issuer: x509.Certificate | None
) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if issuer is None:
        usage = x509.KeyUsage(
            digital_signature=False,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        builder = builder.add_extension(usage, critical=True)
    else:
        assert signer
        names = [x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False).add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    return key, builder.sign(signer or key, hashes.SHA256())
