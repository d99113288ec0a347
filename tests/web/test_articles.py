"""Articles in a real browser: written, found, brought back to an older version, and as files in and out."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.processes import HubProcess
from tests.web.admin import admin_at
from tests.web.staff import Look, violations
from tests.web.test_looks import LOOKS, overflow

pytestmark = pytest.mark.journey

_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
FILE = "# boat\n## zh-CN 哪里坐船\nkeywords: 坐船\n\n在码头坐船。\n\n## en Where to take a boat\n\nAt the pier.\n"


def _find(page: Page, words: str) -> None:
    page.get_by_label("查找").fill(words)
    page.get_by_role("button", name="查找").click()


def test_an_article_is_written_changed_found_and_taken_back(browser: Browser, hub: HubProcess) -> None:
    with admin_at(browser, hub) as admin:
        page = admin.page
        page.goto(f"{hub.origin}/admin/articles/new")
        page.get_by_label("标题").fill("湖边茶馆")
        page.get_by_label("代码").fill("Tea House")
        page.get_by_label("正文").fill("在湖边喝茶。")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_text("格式不对。")).to_be_visible()
        page.get_by_label("代码").fill("tea-house")
        page.get_by_role("button", name="保存").click()
        row = page.get_by_role("row", name=re.compile("湖边茶馆"))
        expect(row).to_contain_text("已发布")
        row.get_by_role("link").click()
        page.get_by_label("地点类型").select_option("餐饮")
        page.get_by_label("地址").fill("湖滨路")
        page.get_by_label("正文").fill("茶馆关了。")
        page.get_by_role("button", name="保存").click()
        _find(page, "湖濱路")
        expect(page.get_by_text("没有符合条件的文章。")).to_be_visible()
        _find(page, "茶館")
        expect(page.get_by_role("row")).to_have_count(2)
        page.get_by_role("link", name="湖边茶馆").click()
        page.get_by_role("button", name="载入此版本").click()
        expect(page.get_by_label("正文")).to_have_value("在湖边喝茶。")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("row", name=re.compile("湖边茶馆"))).to_be_visible()


def test_a_file_is_looked_at_then_taken_in_and_given_out(browser: Browser, hub: HubProcess, tmp_path: Path) -> None:
    with admin_at(browser, hub) as admin:
        page = admin.page
        page.goto(f"{hub.origin}/admin/articles")
        page.get_by_role("link", name="导入与导出").click()
        chosen = page.get_by_label("文件")
        wrong = tmp_path / "wrong.md"
        wrong.write_text(FILE.replace("## en", "## xx"), encoding="utf-8")
        chosen.set_input_files(wrong)
        expect(page.get_by_text("文件有 1 处错误")).to_be_visible()
        expect(page.get_by_role("row", name="7 lang 不存在或不可用。")).to_be_visible()
        good = tmp_path / "good.md"
        good.write_text(FILE, encoding="utf-8")
        chosen.set_input_files(good)
        expect(page.get_by_text("将新建 2 篇，更新 0 篇，0 篇不变。")).to_be_visible()
        expect(page.get_by_role("row", name=re.compile("哪里坐船"))).to_contain_text("新建")
        page.get_by_role("button", name="导入").click()
        expect(page.get_by_text("已导入：新建 2 篇")).to_be_visible()
        with page.expect_download() as given:
            page.get_by_role("link", name="Markdown").click()
        assert "## zh-CN 哪里坐船" in Path(given.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_page_of_a_place_and_of_files_is_accessible_and_in_sight(
    browser: Browser, hub: HubProcess, tmp_path: Path, look: Look
) -> None:
    with admin_at(browser, hub, look) as admin:
        page = admin.page
        page.goto(f"{hub.origin}/admin/articles/files")
        page.locator("input[type=file]").set_input_files(
            {"name": "a.md", "mimeType": "text/markdown", "buffer": FILE.replace("## en", "## xx").encode()}
        )
        expect(page.get_by_role("table")).to_be_visible()
        page.screenshot(path=tmp_path / "files.png", full_page=True)
        assert (violations(page), overflow(page.evaluate(_WIDTHS))) == ([], 0)
        page.goto(f"{hub.origin}/admin/articles/new")
        page.locator("fieldset select").first.select_option("museum")
        expect(page.locator("fieldset select")).to_have_count(2)
        page.screenshot(path=tmp_path / "form.png", full_page=True)
        assert (violations(page), overflow(page.evaluate(_WIDTHS))) == ([], 0)
