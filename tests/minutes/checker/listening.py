"""A proxy that lets nothing through, and remembers what it was asked."""

import http.server
import threading
from typing import Self


class Listener:
    """Every request that a browser held to this proxy would make ends here."""

    def __init__(self) -> None:
        asked = self.asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def parse_request(self) -> bool:
                """Remember what is asked, whatever its method, and go no further."""
                asked.append(self.raw_requestline.decode("latin-1").strip())
                return False

            def log_message(self, *arguments: object) -> None:
                """Say nothing in the tests' output."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
