"""Rights and scopes: a right covers its part of the tree and never the city next door."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.ids import OrgId
from hub.scope import EVERYTHING, Right, Role, Scope, is_org_code, scope_of

pytestmark = pytest.mark.unit

codes = st.from_regex(r"[a-z0-9][a-z0-9-]{0,4}", fullmatch=True)
paths = st.lists(codes, min_size=1, max_size=4).map(lambda parts: f"/{'/'.join(parts)}/")


def test_a_right_in_one_city_says_nothing_of_its_sister() -> None:
    shenzhen = Scope(("/cn/gd/sz/",))
    assert shenzhen.allows("/cn/gd/sz/")
    assert shenzhen.allows("/cn/gd/sz/airport/")
    assert not shenzhen.allows("/cn/gd/gz/")
    assert not shenzhen.allows("/cn/gd/szx/")
    assert not shenzhen.allows("/cn/gd/")


def test_an_empty_scope_covers_nothing() -> None:
    assert not Scope()
    assert not Scope().allows("/cn/")
    assert not Scope().allows("/")


def test_the_whole_tree_covers_everything() -> None:
    assert EVERYTHING.allows("/cn/gd/sz/")


def test_only_the_roles_asked_for_make_the_scope() -> None:
    rights = [Right(Role.AGENT, OrgId("a"), "/cn/gd/sz/"), Right(Role.SUPERVISOR, OrgId("b"), "/cn/gd/gz/")]
    assert scope_of(rights).paths == ("/cn/gd/gz/", "/cn/gd/sz/")
    assert scope_of(rights, Role.SUPERVISOR).paths == ("/cn/gd/gz/",)
    assert scope_of(rights, Role.ADMIN, Role.AUDITOR) == Scope()


@pytest.mark.parametrize("path", ["", "cn/", "/cn", "//", "/CN/", "/c%/", "/c_/", "/中国/", "/cn/\n", "/-cn/"])
def test_what_is_no_path_makes_no_scope(path: str) -> None:
    with pytest.raises(ValueError, match="not an organisation's path"):
        Scope((path,))


@given(given_paths=st.lists(paths, max_size=6), probe=paths)
def test_a_scope_is_minimal_and_covers_exactly_what_its_paths_cover(given_paths: list[str], probe: str) -> None:
    scope = Scope(tuple(given_paths))
    assert scope.allows(probe) == any(probe.startswith(path) for path in given_paths)
    assert not any(one != other and one.startswith(other) for one in scope.paths for other in scope.paths)
    assert scope == Scope(tuple(reversed(given_paths)))


@given(given_paths=st.lists(paths, max_size=6), part=paths, probe=paths)
def test_narrowing_is_the_meeting_of_two_scopes(given_paths: list[str], part: str, probe: str) -> None:
    scope = Scope(tuple(given_paths))
    assert scope.narrowed(part).allows(probe) == (scope.allows(probe) and probe.startswith(part))


def test_codes_are_what_paths_are_made_of() -> None:
    assert is_org_code("gd-sz-2")
    assert not is_org_code("GD")
    assert not is_org_code("a/b")
    assert not is_org_code("")
    assert not is_org_code("a" * 64)
