"""The page of facts, made from the classes that publish them."""

from dataclasses import fields
from inspect import getmembers, isclass

import pytest

from hub import events
from tools.check_facts import SOURCE, facts, page

pytestmark = pytest.mark.unit

EXAMPLE = '''
class Event:
    v: ClassVar[int] = 1

class LampLit(Event):
    """A lamp was lit."""

    v: ClassVar[int] = 2
    subject: ClassVar[tuple[str, str]] = ("lamp", "lamp_id")
    lamp_id: str
    by: str | None = None
    "Who had the matches."

class Other:
    """No fact."""
'''


def test_a_fact_is_told_with_its_subject_its_publishers_and_its_fields() -> None:
    told = page(list(facts(EXAMPLE)), {"LampLit": ["hub"]})
    wanted = "## LampLit\n\nA lamp was lit.\n\n- v 2, subject `lamp`\n- published by hub\n- `by` str?: Who had"
    assert wanted in told
    assert "Other" not in told
    assert "`lamp_id`" not in told


def test_every_class_of_events_is_on_the_page_with_all_that_stands_in_its_data() -> None:
    declared = {fact.name: fact for fact in facts(SOURCE.read_text())}
    real = {
        name: one for name, one in getmembers(events, isclass) if issubclass(one, events.Event) and one != events.Event
    }
    assert declared.keys() == real.keys()
    common = {field.name for field in fields(events.Event)}
    for name, one in real.items():
        in_data = {field.name for field in fields(one)} - common - {one.subject[1]}
        assert {field for field, _, _ in declared[name].fields} == in_data
        assert (declared[name].v, declared[name].subject) == (one.v, one.subject)
