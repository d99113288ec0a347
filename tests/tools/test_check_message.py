"""The form of a commit's message."""

import pytest

from tools.check_message import faults

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "message",
    [
        "hub: Give each identity one lane.\n\nTwo workers could overtake each other.\n",
        "web: Say who answers.\n",
        "Merge branch 'main'\n",
        "hub/store: Keep keys for ever.\n\n# Please enter the commit message\n",
    ],
)
def test_a_good_message_passes(message: str) -> None:
    assert list(faults(message)) == []


@pytest.mark.parametrize(
    "message", ["update\n", "hub: give it a lane.\n", "hub: Give it a lane\n", "Hub: Give it a lane.\n", "", "\n"]
)
def test_another_form_is_refused(message: str) -> None:
    assert list(faults(message)) == ["the first line must read 'area: Imperative sentence.'"]


def test_a_long_first_line_is_refused() -> None:
    assert list(faults("hub: " + "A" * 70 + ".")) == ["the first line has 76 characters, 72 are allowed"]


def test_the_second_line_is_empty() -> None:
    assert list(faults("hub: Give it a lane.\nbecause\n")) == ["the second line must be empty"]
