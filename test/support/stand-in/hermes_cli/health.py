"""The HTTP side: GET /health, on the loopback only."""

import json
import os
import threading
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer

DEFAULT_PORT = 8642
# A shorter key counts as none, and without a key there is no server.
SHORTEST_KEY = 16


def settings(home, knobs):
    """Port and key; None when there is to be no server. The process environment wins over .env."""
    dotenv = home.dotenv()
    key = os.environ.get("API_SERVER_KEY") or dotenv.get("API_SERVER_KEY", "")
    if len(key) < SHORTEST_KEY:
        return None
    port = os.environ.get("API_SERVER_PORT") or dotenv.get("API_SERVER_PORT") or DEFAULT_PORT
    return int(knobs.get("healthPort", port)), key


def serve(port, key):
    """Answers in the background for as long as the process lives. Raises OSError when the port is taken."""
    _Server(("127.0.0.1", port), _handler(key)).start()


class _Server(ThreadingTCPServer):
    # A restart must not wait for the old one's connections to time out; a listener still conflicts.
    allow_reuse_address = True
    daemon_threads = True

    def start(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()


def _handler(key):
    class Handler(BaseHTTPRequestHandler):
        """/health needs no key, /health/detailed does."""

        def do_GET(self):
            if self.path in ("/health", "/v1/health"):
                return self._answer(200, {"status": "ok", "platform": "hermes-agent"})
            if self.path != "/health/detailed":
                return self._answer(404, {"error": "not found"})
            if self.headers.get("Authorization") != f"Bearer {key}":
                return self._answer(401, {"error": "unauthorized"})
            return self._answer(200, {"status": "ok", "platform": "hermes-agent", "pid": os.getpid()})

        def _answer(self, status, body):
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format, *args):
            """A probe is no news."""

    return Handler
