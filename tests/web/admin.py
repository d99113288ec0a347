"""An administrator at the pages: signed in with a password of one's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect

from tests.processes import HubProcess
from tests.web.agent import Command, commands_of
from tests.web.staff import Look, Staff, staff_at

OWN = "rivers-and-mountains-8"


@dataclass
class Admin:
    """Somebody at the administration's pages."""

    person: Staff
    page: Page
    command: Command


@contextmanager
def admin_at(browser: Browser, hub: HubProcess, look: Look | None = None) -> Iterator[Admin]:
    """Sign the administrator in, with a password of the administrator's own from the first time on."""
    with staff_at(browser, hub.origin, look, choose=look is not None) as person:
        request, origin = person.context.request, {"Origin": hub.origin}
        where = f"{hub.origin}/api/session"
        if not request.post(where, data={"login": "admin", "password": OWN}, headers=origin).ok:
            once = hub.password("admin")
            assert request.post(where, data={"login": "admin", "password": once}, headers=origin).ok
            commands_of(person)("/api/session/password", {"current_password": once, "new_password": OWN})
        page = person.open("/admin")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        yield Admin(person, page, commands_of(person))
