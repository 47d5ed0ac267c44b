"""Which certificates are trusted: the system's, and a private authority that the user names.

The environment has no say, neither by ``SSL_CERT_FILE`` nor by ``SSLKEYLOGFILE``.
"""

from __future__ import annotations

import ssl
import sys
from pathlib import Path

from ctxbuild.model import UsageError

# Where systems keep their authorities when OpenSSL was built for another one.
_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


def trust(ca_file: str = "") -> ssl.SSLContext:
    """Return a context that verifies certificates and host names, from TLS 1.2 on.

    Args:
        ca_file: a PEM file with authorities trusted besides the system's.

    Raises:
        UsageError: the file cannot be read or holds no certificate.
    """
    context = _of_the_system()
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            reason = getattr(error, "strerror", "") or "no certificate in it"
            raise UsageError(f"{ca_file!a}: {reason}; give a PEM file of authorities") from None
    return context


def _of_the_system() -> ssl.SSLContext:
    if sys.platform in ("win32", "darwin"):
        import truststore

        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    compiled = ssl.get_default_verify_paths()
    bundles = [compiled.openssl_cafile, *_BUNDLES]
    bundle = next((path for path in bundles if path and Path(path).is_file()), None)
    directory = compiled.openssl_capath if Path(compiled.openssl_capath).is_dir() else None
    if bundle or directory:
        context.load_verify_locations(bundle, directory)
    return context
