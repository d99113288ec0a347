"""What we do not do is refused in the standard's order."""

import pytest

from tests.voice_bridge.sip.wording import INVITE, SDP, request
from voice_bridge.sip.screening import Abilities, Refusal, screen

pytestmark = pytest.mark.unit

OURS = Abilities(frozenset({"INVITE", "ACK", "BYE", "CANCEL", "OPTIONS"}), frozenset({"timer", "100rel"}))


def _with(
    *lines: str, method: str = "INVITE", uri: str = "sip:12301@hotline.example", body: str = ""
) -> Refusal | None:
    text = INVITE.replace("INVITE", method).replace("sip:12301@hotline.example SIP", f"{uri} SIP")
    return screen(request(text + "".join(f"    {line}\n" for line in lines), body), OURS)


def test_what_we_do_is_let_through() -> None:
    assert _with("c: application/sdp; charset=utf-8", "Require: 100REL", body=SDP) is None
    assert _with(uri="tel:12301") is None
    assert _with("Require: unheard-of", method="ACK") is None


def test_a_method_that_exists_is_not_allowed_and_another_not_implemented() -> None:
    assert _with(method="MESSAGE") == Refusal(405, (("Allow", "ACK, BYE, CANCEL, INVITE, OPTIONS"),))
    refusal = _with(method="YODEL")
    assert refusal is not None
    assert refusal.status == 501


def test_a_scheme_nobody_knows() -> None:
    assert _with(uri="tea:green") == Refusal(416)


def test_extensions_are_named_back() -> None:
    refusal = _with("Require: 100rel, gruu", "Proxy-Require: teleport")
    assert refusal == Refusal(420, (("Unsupported", "gruu, teleport"), ("Supported", "100rel, timer")))


@pytest.mark.parametrize("lines", [("Content-Type: text/plain",), ("c: application/sdp", "e: gzip"), ()])
def test_a_body_we_cannot_read(lines: tuple[str, ...]) -> None:
    refusal = _with(*lines, body=SDP)
    assert refusal is not None
    assert refusal.status == 415
    assert ("Accept", "application/sdp") in refusal.lines


def test_a_body_that_may_be_left_out_is_left_out() -> None:
    assert _with("c: text/plain", "Content-Disposition: render; handling=optional", body="tea") is None


def test_who_accepts_no_description_of_ours_cannot_be_answered() -> None:
    assert _with("Accept: text/tea") == Refusal(406)
    assert _with("Accept: text/tea, application/*;q=0.1") is None
    assert _with("Accept: text/tea", method="OPTIONS") is None
