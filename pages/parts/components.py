"""Components: are widgets of our own shown? SEGKIT_PLAIN=1 says no, and so do tests without a browser."""
import os

PLAIN = os.environ.get("SEGKIT_PLAIN") == "1"

# An element of the page with what is inside it: the beginning of each component's script.
MAKE_JS = """
const make = (name, properties, ...inside) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
};
"""
