#!/usr/bin/env bash
# Prints the first Python 3.11 to 3.13 on the PATH that can create a virtual environment; otherwise one clear sentence.
# A name on the PATH is not enough: version managers put names there that answer "not installed".
check='import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

for name in python3 python3.13 python3.12 python3.11 python; do
    path=$(command -v "$name") && "$path" -c "$check" >/dev/null 2>&1 && { echo "$path"; exit 0; }
done

echo "Segkit needs Python 3.11, 3.12 or 3.13 with the venv module, and none was found on the PATH" \
     "(Debian and Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.13)." >&2
exit 1
