"""Servers: the app as a user starts it, and the bare page with the same settings, each in a process of its own."""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APP, BARE = ROOT / "app.py", ROOT / "benchmarks" / "bare" / "app.py"


@contextmanager
def served(app: Path, home: Path) -> Iterator[str]:
    """Yield the address of the app, once it answers; its projects lie in `home`."""
    port = _free_port()
    home.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.headless=true", f"--server.port={port}"]
    with (home / "server.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "SEGKIT_HOME": str(home)},
                                   stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)  # fmt: skip
    try:
        _wait(f"http://localhost:{port}/_stcore/health", process, home / "server.log")
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def a_home(folder: Path) -> Iterator[Path]:
    """Yield an empty folder for the projects of one measurement, which is removed after it."""
    with tempfile.TemporaryDirectory(prefix="home-", dir=folder, ignore_cleanup_errors=True) as home:
        yield Path(home)


def new_project(home: Path, kept: Path) -> str:
    """Return the id of a project in that home with a copy of the kept project's data."""
    os.environ["SEGKIT_HOME"] = str(home)
    from pages.parts import projects

    info = projects.create("Benchmark")
    shutil.copy(kept / "project.segkit", info.database)
    return info.id


def _wait(address: str, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]
