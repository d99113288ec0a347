"""What the tests of the staff pages share: a hub with the demo's people, and Debian's Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.processes import ROOT, HubProcess
from tests.web.staff import ARGUMENTS, CHROMIUM, PATIENCE_MS

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return one Chromium for the tests of a module; it must end with them, because other tests have event loops."""
    assert CHROMIUM.exists(), "Chromium is missing: apt-get install -y chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """Return a hub that runs with the demo's people for the tests of a module."""
    assert (ROOT / "app/static/index.html").exists(), "the pages are not built: run python hatch_build.py"
    with HubProcess(tmp_path_factory.mktemp("hub") / "data", settings={"HUB_DEMO": "1"}) as running:
        yield running
