"""Server: what happens once per process, before the first visitor, around every answer, and when a screen fails?"""
import asyncio.base_events
import base64
import gc
import hashlib
import importlib
import logging
import re
import socket
import threading
import uuid
import webbrowser
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from pages.parts import errors
from segkit.errors import SegkitError

LOG = logging.getLogger("segkit.server")
WARM = ("altair", "duckdb", "pandas", "pyarrow", "segkit")
HOST = re.compile(rb"[A-Za-z0-9.:\[\]-]{1,255}")
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)


@asynccontextmanager
async def get_ready(app):
    """Yield when everything slow is loaded, so that the first visitor does not wait for imports."""
    _send_small_packets_at_once()
    for module in WARM:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()  # what is loaded now stays for good: later collections skip it, 95 ms become none
    _open_browser()
    yield {}


def say_sorry(error: Exception) -> bool:
    """Show one plain sentence instead of a traceback, which goes to the log; return that this was done."""
    if isinstance(error, SegkitError):
        errors.show(error)
        return True
    number = uuid.uuid4().hex[:8]
    LOG.error("Problem %s on a screen", number, exc_info=error)
    st.error(f"Something went wrong on this screen. Your data and settings are kept. Reload the page to go on; "
             f"the log of the server names this problem {number}.", icon=":material/error:")
    return True


class SecurityHeaders:
    """Adds to every answer the headers that keep the browser from loading, sending or being framed elsewhere."""

    def __init__(self, app):
        self.app = app
        self.scripts = inline_script_hashes()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = self._headers(scope)

        async def send_with_headers(message):
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *headers]}
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _headers(self, scope) -> list[tuple[bytes, bytes]]:
        host = dict(scope["headers"]).get(b"host", b"")
        policy = content_security_policy(self.scripts, host.decode() if HOST.fullmatch(host) else "")
        return [(b"content-security-policy", policy.encode()), (b"x-content-type-options", b"nosniff"),
                (b"referrer-policy", b"no-referrer"),
                (b"permissions-policy", b"camera=(), microphone=(), geolocation=()")]


def content_security_policy(scripts: tuple[str, ...], host: str) -> str:
    """Return the policy: everything from this server only, scripts as shipped, no picture or call to anywhere else."""
    # Older Safari does not count a WebSocket as 'self', so the own host is named. Inline components load as blob:,
    # and Streamlit's number library tries WebAssembly, which runs only what the allowed scripts hand it.
    sockets = f" ws://{host} wss://{host}" if host else ""
    return "; ".join((
        "default-src 'self'",
        "script-src " + " ".join(("'self' blob: 'wasm-unsafe-eval'", *scripts)),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'" + sockets,
        "frame-src 'self' blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ))


def inline_script_hashes() -> tuple[str, ...]:
    """Return a CSP source for each inline script of the installed Streamlit, so that an upgrade needs no edit."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    digests = (hashlib.sha256(script.encode()).digest() for script in INLINE_SCRIPT.findall(page) if script.strip())
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _send_small_packets_at_once() -> None:
    # Without uvloop (Windows), asyncio leaves Nagle's algorithm on for the socket Streamlit opened: 40 ms a step.
    def set_nodelay(sock):
        if sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_STREAM:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    if hasattr(asyncio.base_events, "_set_nodelay"):
        asyncio.base_events._set_nodelay = set_nodelay


def _open_browser() -> None:
    # Streamlit opens no browser for an app with its own server set-up. The socket listens already, so nobody is early.
    if not st.get_option("server.headless"):
        address = f"http://localhost:{st.get_option('server.port')}"
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
