"""Where an authority of the tests says what it revoked: a list and an OCSP responder, on this machine."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from tests.pdf import pki


class Registry:
    """It listens for one authority. `manner`: how it answers; `asked`: by which paths it was asked."""

    def __init__(self, root: pki.Authority) -> None:
        self.root, self.manner, self.asked = root, "truly", list[str]()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer._answer(self, outer.root.list())

            def do_POST(self) -> None:
                outer._answer(self, outer._said_of(self.rfile.read(int(self.headers["Content-Length"]))))

            def log_message(self, *arguments: object) -> None:
                """Say nothing in the tests' output."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def _answer(self, request: http.server.BaseHTTPRequestHandler, content: bytes) -> None:
        self.asked.append(request.path)
        if self.manner == "elsewhere" and request.path != "/ailleurs":
            request.send_response(302)
            request.send_header("Location", f"{self.address}/ailleurs")
            request.end_headers()
            return
        request.send_response(503 if self.manner == "silent" else 200)
        request.end_headers()
        said = {"nonsense": b"<html>", "endless": bytes(9_000_000)}.get(self.manner, content)
        with suppress(OSError):  # whoever asked has heard enough
            request.wfile.write(said)

    def _said_of(self, asked: bytes) -> bytes:
        wanted = ocsp.load_der_ocsp_request(asked)
        revoked = wanted.serial_number in self.root.revoked
        made = ocsp.OCSPResponseBuilder().add_response_by_hash(
            wanted.issuer_name_hash,
            wanted.issuer_key_hash,
            wanted.serial_number,
            wanted.hash_algorithm,
            ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            pki.DAY - timedelta(minutes=1),
            pki.DAY + timedelta(days=1),
            pki.DAY - timedelta(hours=12) if revoked else None,
            None,
        )
        signed = made.responder_id(ocsp.OCSPResponderEncoding.HASH, self.root.certificate)
        return signed.sign(self.root.key, hashes.SHA256()).public_bytes(Encoding.DER)


@contextmanager
def telling(name: str, *, by: str) -> Iterator[Registry]:
    """Have an authority of this name tell what it revoked while the block lasts; `by`: « ocsp » or « list »."""
    root = pki.Authority(name=name)
    made = Registry(root)
    root.lists = f"{made.address}/liste.crl" if by == "list" else pki.LISTS
    root.responder = f"{made.address}/ocsp" if by == "ocsp" else ""
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()
