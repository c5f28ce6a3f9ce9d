"""Offline: put on a server's PYTHONPATH, it writes down and refuses every call from Python to another machine."""
import os
import sys
import traceback

WATCHED = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")


def is_this_machine(host) -> bool:
    """Return whether a host name or address is this computer's own."""
    host = host.decode() if isinstance(host, bytes) else host
    return host in (None, "", "localhost", "::1", "::", "0.0.0.0") or str(host).startswith(("127.", "::ffff:127."))


def refuse_the_network(event, arguments):
    """Write down a call to elsewhere with the line that made it, then raise as a machine without network does."""
    if event not in WATCHED:
        return
    target = arguments[0] if event.startswith("socket.get") else arguments[1]
    host = target[0] if isinstance(target, tuple) else target
    is_path = isinstance(target, str) and target.startswith(("/", "\0"))  # a Unix socket
    if is_path or is_this_machine(host):
        return
    with open(os.environ["SEGKIT_TEST_CALLS"], "a", encoding="utf-8") as calls:
        calls.write(f"{event} {target!r} from {''.join(traceback.format_stack(limit=6)[:-1])!r}\n")
    raise OSError(f"no network in this test: {event} {target!r}")


if "SEGKIT_TEST_CALLS" in os.environ:
    sys.addaudithook(refuse_the_network)
