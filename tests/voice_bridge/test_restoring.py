"""While a router takes over nobody looks for garbage, and afterwards it is as it was."""

import gc

import pytest

from voice_bridge.restoring import no_collection

pytestmark = pytest.mark.unit


def test_garbage_is_looked_for_again_afterwards_also_when_it_failed() -> None:
    with pytest.raises(ZeroDivisionError), no_collection():
        _ = 1 // int(gc.isenabled())
    assert gc.isenabled()


def test_two_who_take_over_at_once_leave_it_on() -> None:
    with no_collection(), no_collection():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    try:
        with no_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
