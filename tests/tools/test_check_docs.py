"""Links and code blocks of the documents."""

from pathlib import Path

import pytest

from tools.check_docs import faults

pytestmark = pytest.mark.unit


def found(root: Path, text: str) -> list[str]:
    (root / "other.md").write_text("# One heading, 中文\n\n```\n# no heading\n```\n")
    page = root / "page.md"
    page.write_text(text)
    return list(faults(page, root))


@pytest.mark.parametrize(
    "link",
    [
        "other.md",
        "./other.md",
        "other.md#one-heading-中文",
        "#here",
        "https://example.org/none",
        "mailto:a@example.org",
    ],
)
def test_a_link_that_leads_somewhere_passes(tmp_path: Path, link: str) -> None:
    assert found(tmp_path, f"# Here\n\n[text]({link})\n") == []


@pytest.mark.parametrize("link", ["gone.md", "other.md#gone", "#gone", "other.md#no-heading"])
def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, link: str) -> None:
    assert found(tmp_path, f"# Here\n\n[text]({link})\n") == [f"page.md: the link {link} leads nowhere"]


def test_links_inside_code_are_no_links(tmp_path: Path) -> None:
    assert found(tmp_path, "`[a](gone.md)`\n\n```\n[b](gone.md)\n```\n") == []


def test_a_python_block_must_compile(tmp_path: Path) -> None:
    assert found(tmp_path, "```python\nx = 1\n```\n") == []
    (fault,) = found(tmp_path, "text\n\n```python\nx = = 1\n```\n")
    assert fault.startswith("page.md:3: Python block: ")


def test_other_blocks_are_not_read(tmp_path: Path) -> None:
    assert found(tmp_path, "```bash\nif then\n```\n") == []
