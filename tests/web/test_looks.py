"""Every page in both languages, both schemes, on a desk and on a phone: accessible, whole, nothing beside the edge."""

import pytest
from playwright.sync_api import Browser, expect

from tests.processes import HubProcess
from tests.web.staff import Look, enter, password_of, staff_at, violations

pytestmark = pytest.mark.journey

LOOKS = [
    Look("zh-CN", "light", 1366, 768),
    Look("zh-CN", "dark", 390, 844),
    Look("en", "light", 390, 844),
    Look("en", "dark", 1366, 768),
]
"Each two of language, scheme and width meet in one of them."
PAGES = ("/inbox", "/account", "/no-such-page")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(browser: Browser, hub: HubProcess, look: Look) -> None:
    with staff_at(browser, hub.origin, look, choose=True) as person:
        page = person.open("/sign-in")
        page.keyboard.press("Enter")  # with its errors shown
        assert violations(page) == []
        assert overflow(page.evaluate(_WIDTHS)) == 0
        enter(page, "lin", password_of(hub, "lin"))
        expect(page).to_have_url(f"{hub.origin}/inbox")
        for path in PAGES:
            page.goto(hub.origin + path)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert violations(page) == [], path
            assert overflow(page.evaluate(_WIDTHS)) == 0, path


def test_the_open_menu_and_the_open_navigation_are_accessible_too(browser: Browser, hub: HubProcess) -> None:
    with staff_at(browser, hub.origin, Look(width=390, height=844)) as person:
        page = person.open("/sign-in")
        enter(page, "lin", password_of(hub, "lin"))
        page.get_by_role("button", name="林晓燕").click()
        expect(page.get_by_role("menuitem", name="退出登录")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(page.get_by_role("menuitem", name="退出登录")).to_be_hidden()
        page.get_by_role("button", name="打开导航").click()
        expect(page.get_by_role("link", name="收件箱")).to_be_visible()
        assert violations(page) == []


_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def overflow(widths: list[int]) -> int:
    """Return by how many pixels a page is wider than its window."""
    content, window = widths
    return content - window
