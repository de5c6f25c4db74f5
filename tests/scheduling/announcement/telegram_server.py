"""A server that speaks the part of Telegram's Bot API that the portal uses."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "123:secret"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != f"/bot{TOKEN}/sendMessage":
            return self._answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        answer = self.server.answers.pop(0) if self.server.answers else None
        if answer == "hang up":
            self.close_connection = True
            return None
        if answer is not None:
            return self._answer(*answer)
        self.server.messages.append(body)
        message = {"message_id": len(self.server.messages), "chat": {"id": -1001234, "username": "zhubanov_mooc"}}
        return self._answer(200, {"ok": True, "result": message})

    def _answer(self, status: int, content: dict) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args) -> None:
        """Tests are quiet."""


class TelegramServer(ThreadingHTTPServer):
    """``messages`` are those it took; ``answers`` are given first: (status, content) or "hang up"."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.messages: list[dict] = []
        self.answers: list = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"
