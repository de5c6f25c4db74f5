"""A mail server that keeps the Message-ID of every letter it took; just enough SMTP for Django to speak to."""

import socketserver
import threading


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line.strip().upper().split(b" ")[0]
            if word == b"DATA":
                self._say("354 go on")
                self._take()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> None:
        name = ""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            if line.lower().startswith(b"message-id:"):
                name = line.split(b":", 1)[1].strip().decode()
        self.server.taken.append(name)
        if len(self.server.taken) >= self.server.enough:
            self.server.reached.set()
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Sink(socketserver.ThreadingTCPServer):
    """``taken`` lists the letters; ``reached`` is set when ``enough`` have come."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, enough: int) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[str] = []
        self.enough = enough
        self.reached = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request, client_address) -> None:
        """A client that was killed in the middle is what these tests are about."""
