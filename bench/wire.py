"""The little HTTP that the load and the sink speak: whole messages with a Content-Length, connections kept alive."""

import re
from collections.abc import Iterator

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"


def messages(received: bytearray) -> Iterator[tuple[bytes, bytes]]:
    """Takes the whole messages off the buffer: (head, body)."""
    while (end := received.find(_END)) >= 0:
        head = bytes(received[:end])
        length = _LENGTH.search(head)
        whole = end + len(_END) + (int(length[1]) if length else 0)
        if len(received) < whole:
            return
        body = bytes(received[end + len(_END) : whole])
        del received[:whole]
        yield head, body


def request(path: str, headers: dict[str, str], body: bytes) -> bytes:
    """A POST, as bytes."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + _END + body


def response(body: bytes) -> bytes:
    """A 200 with JSON, as bytes."""
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
