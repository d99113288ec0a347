"""The top of the house: it knows every room, builds every object once and opens the doors to the outside."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - a source tree that is run with an older interpreter by hand
    sys.exit(f"Hotline Hub needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}.")
