"""Components: are widgets of our own shown? SEGKIT_PLAIN=1 says no, and so do tests without a browser."""
import os

PLAIN = os.environ.get("SEGKIT_PLAIN") == "1"
