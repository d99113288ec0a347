"""Those who sign in: one form for each login, nothing secret in a representation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.ids import OrgId, UserId
from hub.people import Credentials, Org, SignedIn, User, UserState, is_login, normal_login
from hub.scope import Right, Role

pytestmark = pytest.mark.unit


def wide(text: str) -> str:
    """Return the full-width forms that a Chinese input method makes of ASCII."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


@pytest.mark.parametrize("written", ["wang.li", " Wang.Li ", wide("WANG.LI"), "WANG.LI\u3000"])
def test_a_login_is_the_same_however_it_is_typed(written: str) -> None:
    assert normal_login(written) == "wang.li"


@pytest.mark.parametrize("login", ["", "a b", "王丽", "a\x00", "<script>", "a" * 64, ".a", "a\n"])
def test_what_cannot_be_a_login_is_told_apart(login: str) -> None:
    assert not is_login(login)


@given(written=st.text(max_size=80))
def test_normalising_twice_changes_nothing(written: str) -> None:
    once = normal_login(written)
    assert normal_login(once) == once or not is_login(once)


def test_a_password_hash_never_shows() -> None:
    shown = repr(Credentials(UserId("u"), "wang", UserState.ACTIVE, "$argon2id$secret"))
    assert "argon2" not in shown


def test_rights_are_asked_by_role() -> None:
    org = Org(OrgId("o"), None, "/cn/", "nation", "cn", "全国", "Asia/Shanghai", "zh-CN")
    user = User(UserId("u"), org.id, "wang", "王", "zh-CN", UserState.ACTIVE, temporary_password=False)
    signed_in = SignedIn("s", user, org, (Right(Role.AGENT, org.id, "/cn/"),), 0, 1)
    assert signed_in.has(Role.ADMIN, Role.AGENT)
    assert not signed_in.has(Role.ADMIN)
    assert signed_in.scope(Role.AGENT).paths == ("/cn/",)
    assert not signed_in.scope(Role.ADMIN)
