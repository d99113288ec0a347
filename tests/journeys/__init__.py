"""The whole way between two people, each at a real browser."""

import pytest

pytest.register_assert_rewrite("tests.journeys.windows")
