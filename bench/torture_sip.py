"""The byte-exact torture messages of RFC 4475 and RFC 5118 against the verdicts of docs/conformance/sip.md.

The messages are data of others and lie beside the repository (`../shared/data/sip`); without them nothing counts. Each
is also read a thousand times, to tell what one costs.

    python -m bench.torture_sip [--dry]
"""

import argparse
import re
import sys
import tempfile
import time
from pathlib import Path

from bench.box import measure
from bench.report import Figure, close
from tools.tree import ROOT
from voice_bridge.sip.message import Request
from voice_bridge.sip.parser import BadMessage, parse
from voice_bridge.sip.reply import refuse
from voice_bridge.sip.screening import Abilities, screen

SHARED = ROOT.parent / "shared" / "data" / "sip"
PAGE = ROOT / "docs" / "conformance" / "sip.md"
ROUNDS = 1_000
OURS = Abilities(frozenset({"INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "MESSAGE"}))
_ROW = re.compile(r"^\| ([a-z0-9-]+) \| .* \| (accept|drop|[4-6]\d\d) \|$", re.MULTILINE)


def verdicts(page: Path = PAGE) -> dict[str, str]:
    """Return what the page says of each case."""
    return dict(_ROW.findall(page.read_text(encoding="utf-8")))


def verdict(data: bytes) -> str:
    """Return what we make of a message, in the page's words."""
    try:
        message = parse(data)
    except BadMessage as bad:
        return str(bad.status) if refuse(bad, "ours") else "drop"
    refusal = screen(message, OURS) if isinstance(message, Request) else None
    return str(refusal.status) if refusal else "accept"


def main() -> int:
    """Judge every message and tell."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--dry", action="store_true", help="keep no line of results")
    told = arguments.parse_args()
    cases = {path.stem: path.read_bytes() for path in sorted(SHARED.glob("*/*")) if path.is_file()}
    wanted = verdicts()
    other = [f"{name}: {verdict(data)}, not {wanted.get(name)}" for name, data in cases.items()
             if verdict(data) != wanted.get(name)]  # fmt: skip
    missing = sorted(wanted.keys() - cases.keys())
    void = "" if cases else f"no messages in {SHARED}"
    begun = time.process_time()
    for _ in range(ROUNDS):
        for data in cases.values():
            verdict(data)
    cost_us = (time.process_time() - begun) / max(1, ROUNDS * len(cases)) * 1e6
    figures = [
        Figure("messages judged otherwise than the page says", len(other), "", bar=0, void=void),
        Figure("cases of the page without a message", len(missing), "", bar=0, void=void),
        Figure("messages judged", len(cases), ""),
        Figure("CPU to read and judge one", cost_us, "us"),
    ]
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:
        box = measure(Path(folder))
    return close("torture_sip", box, figures, [*other, *missing], keep=not told.dry)


if __name__ == "__main__":
    sys.exit(main())
