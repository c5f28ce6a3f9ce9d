"""Harness: how does a test start the real server, look at it through Chromium, and know that nothing went wrong?

The app's security policy forbids eval, and with it Playwright's `wait_for_function`: wait for locators instead.
"""
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHOTS = HERE / "shots"
LAPTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# Opened at /segments, Streamlit's page first asks below /segments/ whether it lives there, and hears no.
BELOW_THE_PAGE = r"status of 404.*/[^/]+/_stcore/"
TELL_VIOLATIONS = """document.addEventListener('securitypolicyviolation',
    e => console.error('CSP violation: ' + e.violatedDirective + ' ' + e.blockedURI))"""


class Server:
    """The app as `streamlit run app.py` starts it, on a free port, with a home of its own and no network."""

    def __init__(self, home: Path, folder: Path = ROOT):
        self.home, self.folder = home, folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.calls_file = home / "calls.txt"
        self.log_file = home / "server.log"
        self.process = None

    def start(self) -> "Server":
        """Return the server once it answers; it can be started again after kill()."""
        command = [streamlit_command(), "run", "app.py", "--server.headless=true", f"--server.port={self.port}"]
        environment = {**os.environ, "SEGKIT_HOME": str(self.home / "segkit"), "HOME": str(self.home),
                       "SEGKIT_TEST_CALLS": str(self.calls_file), "PYTHONPATH": str(HERE / "offline")}
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=subprocess.STDOUT)
        self._wait_until_it_answers()
        return self

    def stop(self) -> None:
        """End the server as Ctrl+C does."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End the server as a power cut does."""
        self._end(signal.SIGKILL)

    def log(self) -> str:
        """Return what the server wrote so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def calls(self) -> list[str]:
        """Return every call to another machine: those its Python tried, and connections open right now."""
        tried = self.calls_file.read_text(encoding="utf-8").splitlines() if self.calls_file.exists() else []
        return tried + foreign_connections(self.process.pid)

    def _end(self, how: signal.Signals) -> None:
        self.process.send_signal(how)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _wait_until_it_answers(self, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise AssertionError(f"the server did not start:\n{self.log()}")


@dataclass
class Watch:
    """What the browser asked for and complained about; `expected` holds patterns of complaints a test provokes."""

    origin: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def listen(self, page) -> None:
        """Write down every request, socket, console error and script error of a page."""
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfailed", self._forget_if_never_sent)
        page.on("websocket", lambda sock: self.requests.append(sock.url))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _forget_if_never_sent(self, request) -> None:
        # The policy stopped it in the browser; the violation stands among the complaints.
        if request.failure == "csp":
            self.requests.remove(request.url)

    def _hear(self, message) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} {message.location.get('url', '')}".strip())

    def foreign(self) -> list[str]:
        """Return the requests to anywhere but the server under test."""
        home = urlsplit(self.origin).netloc
        return [url for url in self.requests
                if urlsplit(url).scheme not in ("data", "blob", "about") and urlsplit(url).netloc != home]

    def faults(self) -> list[str]:
        """Return the foreign requests and the complaints nobody expected."""
        patterns = [*self.expected, BELOW_THE_PAGE]
        return self.foreign() + [said for said in self.complaints if not any(re.search(e, said) for e in patterns)]


def open_app(page, address: str = "") -> None:
    """Open an address of the app and wait until its screen stands still."""
    page.goto(address, wait_until="domcontentloaded")
    settled(page)


def settled(page, timeout: float = 30_000) -> None:
    """Wait until the app is connected, no script runs, and everything it sent is drawn."""
    page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]'
                           '[data-test-script-state="notRunning"]', timeout=timeout)
    page.wait_for_selector('[data-testid="stSkeleton"]', state="detached", timeout=timeout)


def shot(page, name: str, full: bool = False) -> Path:
    """Return the file with a picture of the page, in tests/browser/shots."""
    SHOTS.mkdir(exist_ok=True)
    path = SHOTS / (re.sub(r"[^\w.-]+", "-", name).strip("-") + ".png")
    page.screenshot(path=path, full_page=full)
    return path


def copy_of_app(folder: Path) -> Path:
    """Return a folder with a copy of the app, to which a test may add files."""
    for name in ("pages", "segkit", "sample_data", ".streamlit"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", folder)
    return folder


def streamlit_command() -> str:
    """Return the `streamlit` of the Python that runs the tests."""
    command = shutil.which("streamlit", path=str(Path(sys.executable).parent))
    assert command, f"no streamlit beside {sys.executable}"
    return command


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def foreign_connections(pid: int) -> list[str]:
    """Return the remote ends of a process's TCP connections that leave this machine; Linux only, elsewhere none."""
    folder = Path(f"/proc/{pid}")
    if not (folder / "net" / "tcp").exists():
        return []
    own = {os.readlink(link) for link in (folder / "fd").iterdir() if link.is_symlink()}
    rows = [line.split() for name in ("tcp", "tcp6") for line in (folder / "net" / name).read_text().splitlines()[1:]]
    return [row[2] for row in rows if f"socket:[{row[9]}]" in own and not _is_loopback(row[2].split(":")[0])]


def _is_loopback(address: str) -> bool:
    # The kernel writes addresses as little-endian words: 127.0.0.1 ends in 7F; all zeros is a listener.
    return not address.strip("0") or address[-2:] == "7F" or address == "0" * 24 + "01000000"
