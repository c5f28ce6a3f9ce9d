"""Chromium: which browser do the browser tests and the benchmark drive, and how does it get onto the machine?"""
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
# No sandbox, because root (in a container) cannot have one; the rest keeps the browser itself off the network.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage")
SKIPPED = """
**************************************************************************************
*  BROWSER TESTS ARE SKIPPED: no Chromium was found, and it could not be installed.  *
*  Install it (Debian: apt install chromium) or set SEGKIT_CHROMIUM to its path.     *
**************************************************************************************
"""


def find() -> str | None:
    """Return the path of an installed Chromium, or None."""
    named = (os.environ.get("SEGKIT_CHROMIUM"), *map(shutil.which, NAMES), *PLACES)
    return next((path for path in named if path and Path(path).is_file()), None)


def in_ci() -> bool:
    """Return whether a skipped browser test counts as a failure."""
    return os.environ.get("CI", "").lower() in ("true", "1", "yes")


def install() -> str | None:
    """Return the path of Debian's Chromium after installing it, or None where that is not possible or allowed."""
    root = _as_root()
    if root is None or not shutil.which("apt-get"):
        return None
    print("Installing Debian's Chromium for the browser tests", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (("update", "-qq"), ("install", "-y", "-qq", "--no-install-recommends", "chromium")):
        done = subprocess.run([*root, "apt-get", *step], env=environment, stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode:
            print(done.stderr.decode(errors="replace")[-2000:], file=sys.stderr)
    return find()


def _as_root() -> list[str] | None:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    allowed = shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode
    return ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"] if allowed else None


def main(arguments: list[str]) -> int:
    """Print where Chromium is, after installing it when asked to; return 1 where its absence is a failure."""
    path = find() or (install() if "--install" in arguments else None)
    print(f"Chromium for browser tests: {path}" if path else SKIPPED, flush=True)
    return int(path is None and in_ci())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
