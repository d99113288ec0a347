"""Transactions by a moved clock: repetition, loss, crossing and late messages (reference/voice.md, the 14 rows)."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice_bridge.sip.wording import INVITE, request
from voice_bridge.sip.client import acknowledgement
from voice_bridge.sip.errors import Misuse
from voice_bridge.sip.headers import Headers
from voice_bridge.sip.machine import Cancelled, Deliver, Failed, Send
from voice_bridge.sip.message import Message, Request, Response
from voice_bridge.sip.reply import reply
from voice_bridge.sip.transactions import Key, Step, Transactions

pytestmark = pytest.mark.unit

CALL = request(INVITE)
BYE = request(INVITE.replace("INVITE", "BYE").replace("tea1", "tea2"))


class Side:
    """One end: a layer, a clock, and what it said."""

    def __init__(self, *, reliable: bool = False, most: int = 100) -> None:
        numbers = itertools.count()
        self.layer = Transactions(lambda: f"tag{next(numbers)}", most=most)
        self.reliable = reliable
        self.now_s = 1_000.0

    def hear(self, message: Message) -> list[Step]:
        return self.layer.receive(message, self.now_s, reliable=self.reliable)

    def ask(self, wanted: Request) -> Key:
        (step,) = self.layer.request(wanted, self.now_s, reliable=self.reliable)
        assert step.act == Send(wanted)
        return step.key

    def answer(self, key: Key, response: Response) -> list[Step]:
        return self.layer.respond(key, response, self.now_s)

    def wait(self, seconds: float) -> list[tuple[float, Step]]:
        """Let time pass; return what was done and how many seconds from now."""
        start_s, done = self.now_s, []
        while (due_s := self.layer.due_s) is not None and due_s <= start_s + seconds:
            self.now_s = due_s
            done += [(due_s - start_s, step) for step in self.layer.tick(due_s)]
        self.now_s = start_s + seconds
        return done

    def sent_after_s(self, seconds: float) -> list[float]:
        return [after_s for after_s, step in self.wait(seconds) if isinstance(step.act, Send)]


def acts(steps: list[Step]) -> list[object]:
    return [step.act for step in steps]


def delivered(steps: list[Step]) -> tuple[Key, Message]:
    (step,) = (step for step in steps if isinstance(step.act, Deliver))
    assert isinstance(step.act, Deliver)
    return step.key, step.act.message


def ack_of(answer: Response, branch: str = "z9hG4bKack") -> Request:
    """Return the ACK of a 2xx, which is a transaction of its own."""
    lines = [("Via", f"SIP/2.0/UDP 203.0.113.9:5062;branch={branch}")]
    lines += [(name, answer.headers.get(name) or "") for name in ("From", "To", "Call-ID")]
    return Request("ACK", CALL.uri, Headers((*lines, ("CSeq", f"{answer.cseq.number} ACK"))))


def cancel_of(invite: Request) -> Request:
    return Request("CANCEL", invite.uri, invite.headers.with_(("CSeq", f"{invite.cseq.number} CANCEL")))


def test_row_1_an_invite_that_comes_again_while_ringing_is_one_call() -> None:
    side = Side()
    key, _ = delivered(side.hear(CALL))
    assert side.hear(CALL) == []
    ringing = reply(CALL, 180, to_tag="our")
    assert acts(side.answer(key, ringing)) == [Send(ringing)]
    assert acts(side.hear(CALL)) == [Send(ringing)]
    assert len(side.layer) == 1


def test_row_2_an_invite_that_comes_again_after_the_200_gets_it_again() -> None:
    side = Side()
    key, _ = delivered(side.hear(CALL))
    ok = reply(CALL, 200, to_tag="our")
    side.answer(key, ok)
    assert acts(side.hear(CALL)) == [Send(ok)]
    assert delivered(side.hear(ack_of(ok))) == (key, ack_of(ok))
    assert side.hear(CALL) == []
    assert side.hear(ack_of(ok)) == []


def test_a_200_is_repeated_until_its_ack_even_over_tcp() -> None:
    side = Side(reliable=True)
    key, _ = delivered(side.hear(CALL))
    ok = reply(CALL, 200, to_tag="our")
    side.answer(key, ok)
    assert side.sent_after_s(9.0) == [0.5, 1.5, 3.5, 7.5]
    side.hear(ack_of(ok))
    assert side.wait(60.0) == []
    assert len(side.layer) == 0


def test_a_200_that_nobody_acknowledges_fails() -> None:
    side = Side()
    key, _ = delivered(side.hear(CALL))
    side.answer(key, reply(CALL, 200, to_tag="our"))
    assert side.wait(32.0)[-1] == (32.0, Step(key, Failed("no_ack")))


def test_row_3_a_cancel_after_the_200_is_answered_and_the_call_stays() -> None:
    side = Side()
    key, _ = delivered(side.hear(CALL))
    ok = reply(CALL, 200, to_tag="our")
    side.answer(key, ok)
    (step,) = side.hear(cancel_of(CALL))
    assert isinstance(step.act, Send)
    assert isinstance(step.act.message, Response)
    assert (step.act.message.status, step.act.message.recipient.tag) == (200, "our")
    assert delivered(side.hear(ack_of(ok)))[0] == key


def test_a_cancel_in_time_is_told_and_one_for_nothing_is_refused() -> None:
    side = Side()
    nothing = side.hear(cancel_of(CALL))
    assert isinstance(nothing[0].act, Send)
    assert isinstance(nothing[0].act.message, Response)
    assert nothing[0].act.message.status == 481
    side.wait(40.0)
    key, _ = delivered(side.hear(CALL))
    steps = side.hear(cancel_of(CALL))
    assert steps[-1] == Step(key, Cancelled())
    assert acts(side.hear(cancel_of(CALL))) == acts(steps[:1])


@pytest.mark.parametrize(("reliable", "after_s"), [(False, [0.5, 1.5, 3.5, 7.5, 15.5, 31.5]), (True, [])])
def test_row_6_our_invite_is_repeated_and_given_up(reliable: bool, after_s: list[float]) -> None:
    side = Side(reliable=reliable)
    key = side.ask(CALL)
    done = side.wait(32.0)
    assert [moment for moment, step in done if step.act == Send(CALL)] == after_s
    assert done[-1] == (32.0, Step(key, Failed("timeout")))
    assert len(side.layer) == 0


def test_row_7_our_bye_is_repeated_and_given_up() -> None:
    side = Side()
    key = side.ask(BYE)
    done = side.wait(32.0)
    assert [moment for moment, step in done if step.act == Send(BYE)] == [0.5, 1.5, 3.5, *range_s(7.5, 31.5, 4.0)]
    assert done[-1] == (32.0, Step(key, Failed("timeout")))


def range_s(first: float, last: float, step: float) -> list[float]:
    return [first + step * number for number in range(int((last - first) / step) + 1)]


def test_row_7_a_refusal_is_repeated_until_its_ack() -> None:
    side = Side()
    key, _ = delivered(side.hear(CALL))
    busy = reply(CALL, 486, to_tag="our")
    side.answer(key, busy)
    assert side.sent_after_s(8.0) == [0.5, 1.5, 3.5, 7.5]
    assert side.hear(acknowledgement(CALL, busy)) == []
    assert side.hear(CALL) == []
    assert side.wait(10.0) == []
    assert len(side.layer) == 0


def test_row_8_a_refusal_of_our_invite_is_acknowledged_each_time() -> None:
    side = Side()
    key = side.ask(CALL)
    busy = reply(CALL, 486, to_tag="theirs")
    ack = acknowledgement(CALL, busy)
    assert side.hear(busy) == [Step(key, Send(ack)), Step(key, Deliver(busy))]
    assert side.hear(busy) == [Step(key, Send(ack))]
    assert (ack.via, ack.recipient.tag, str(ack.cseq)) == (CALL.via, "theirs", "7 ACK")
    assert side.wait(33.0) == []
    assert side.hear(busy) == []


def test_row_9_a_200_that_crosses_our_cancel_is_passed_on() -> None:
    side = Side()
    key = side.ask(CALL)
    assert side.layer.cancel(key, side.now_s) == []
    ringing = reply(CALL, 180, to_tag="theirs")
    steps = side.hear(ringing)
    assert steps[0] == Step(key, Deliver(ringing))
    assert isinstance(steps[1].act, Send)
    cancel = steps[1].act.message
    assert isinstance(cancel, Request)
    assert (cancel.method, cancel.via, str(cancel.cseq)) == ("CANCEL", CALL.via, "7 CANCEL")
    assert side.layer.cancel(key, side.now_s) == []
    ok = reply(CALL, 200, to_tag="theirs")
    assert side.hear(ok) == [Step(key, Deliver(ok))]
    assert side.layer.cancel(key, side.now_s) == []


def test_what_was_cancelled_is_not_waited_for_for_ever() -> None:
    side = Side()
    key = side.ask(CALL)
    side.hear(reply(CALL, 180, to_tag="theirs"))
    assert side.wait(300.0) == []
    side.layer.cancel(key, side.now_s)
    assert (32.0, Step(key, Failed("timeout"))) in side.wait(40.0)
    assert len(side.layer) == 0


def test_row_10_every_200_of_a_fork_is_passed_on() -> None:
    side = Side()
    key = side.ask(CALL)
    for tag in ("one", "two", "one"):
        ok = reply(CALL, 200, to_tag=tag)
        assert side.hear(ok) == [Step(key, Deliver(ok))]
    side.wait(33.0)
    assert side.hear(reply(CALL, 200, to_tag="late")) == []


def test_row_12_the_ack_of_a_200_is_passed_on_with_its_body() -> None:
    side = Side()
    key, _ = delivered(side.hear(CALL))
    ok = reply(CALL, 200, to_tag="our")
    side.answer(key, ok)
    ack = ack_of(ok)
    with_answer = Request("ACK", ack.uri, ack.headers, b"v=0")
    assert delivered(side.hear(with_answer))[1].body == b"v=0"


def test_row_13_a_bye_that_comes_again_gets_its_200_again() -> None:
    side = Side()
    key, _ = delivered(side.hear(BYE))
    assert side.hear(BYE) == []
    ok = reply(BYE, 200, to_tag="our")
    side.answer(key, ok)
    assert acts(side.hear(BYE)) == [Send(ok)]
    with pytest.raises(Misuse):
        side.answer(key, ok)
    side.wait(32.0)
    assert side.answer(key, ok) == []


def test_an_answer_with_somebody_elses_via_or_branch_is_nobodys() -> None:
    side = Side()
    side.ask(CALL)
    ok = reply(CALL, 200, to_tag="theirs")
    assert side.hear(Response(200, "OK", ok.headers.with_(("Via", str(BYE.via))))) == []
    twice = ok.headers.first(("Via", str(CALL.via)))
    assert side.hear(Response(200, "OK", twice)) == []


def test_requests_of_the_old_rules_are_told_apart_by_all_that_they_say() -> None:
    side = Side()
    old = request(INVITE.replace(";branch=z9hG4bKtea1", ""))
    other = request(INVITE.replace(";branch=z9hG4bKtea1", "").replace("7 INVITE", "8 INVITE"))
    key, _ = delivered(side.hear(old))
    assert side.hear(old) == []
    delivered(side.hear(other))
    busy = reply(old, 486, to_tag="our")
    side.answer(key, busy)
    ack = acknowledgement(old, busy)
    assert side.hear(ack) == []
    assert side.sent_after_s(4.0) == []


def test_the_same_branch_from_another_host_is_another_call() -> None:
    side = Side()
    delivered(side.hear(CALL))
    delivered(side.hear(request(INVITE.replace("203.0.113.9:5062;rport", "198.51.100.7"))))


def test_a_wire_that_is_gone_ends_it() -> None:
    side = Side()
    key = side.ask(CALL)
    assert side.layer.transport_failed(key) == [Step(key, Failed("transport"))]
    assert side.layer.transport_failed(key) == []


def test_a_flood_is_refused_and_not_remembered() -> None:
    side = Side(most=1)
    delivered(side.hear(CALL))
    (refused,) = acts(side.hear(BYE))
    assert isinstance(refused, Send)
    assert isinstance(refused.message, Response)
    assert refused.message.status == 503
    assert len(side.layer) == 1


def test_a_request_of_ours_needs_a_branch_of_its_own() -> None:
    side = Side()
    side.ask(CALL)
    with pytest.raises(Misuse):
        side.ask(CALL)
    with pytest.raises(Misuse):
        side.ask(request(INVITE.replace(";branch=z9hG4bKtea1", "")))


class BadLine:
    """A caller and a callee, and between them a line that swallows some of what is said."""

    def __init__(self, lost: list[bool], *, ringing: bool, status: int, think_s: int) -> None:
        self.caller, self.callee = Side(), Side()
        self.losses = iter(lost)
        self.ringing, self.status, self.think_s = ringing, status, think_s
        self.invites = 0
        self.finals: list[int] = []
        self.pending: list[tuple[float, Key, Response]] = []

    def carry(self, steps: list[Step], receiver: Side) -> None:
        for step in steps:
            if isinstance(step.act, Deliver):
                self.learn(step.key, step.act.message)
            elif isinstance(step.act, Send) and not next(self.losses, False):
                back = self.caller if receiver is self.callee else self.callee
                self.carry(receiver.hear(step.act.message), back)

    def learn(self, key: Key, message: Message) -> None:
        if isinstance(message, Response):
            self.finals += [message.status] if message.is_final else []
            if message.is_success:
                self.carry([Step(("ack",), Send(ack_of(message)))], self.callee)
        elif message.method == "INVITE":
            self.invites += 1
            self.pending.append((self.callee.now_s + self.think_s, key, reply(message, self.status, to_tag="our")))
            if self.ringing:
                self.carry(self.callee.answer(key, reply(message, 180, to_tag="our")), self.caller)

    def run(self, seconds: int) -> None:
        self.carry(self.caller.layer.request(CALL, self.caller.now_s, reliable=False), self.callee)
        for _ in range(seconds * 4):
            self.caller.now_s = self.callee.now_s = self.caller.now_s + 0.25
            for entry in [entry for entry in self.pending if entry[0] <= self.callee.now_s]:
                self.pending.remove(entry)
                self.carry(self.callee.answer(*entry[1:]), self.caller)
            self.carry(self.caller.layer.tick(self.caller.now_s), self.callee)
            self.carry(self.callee.layer.tick(self.callee.now_s), self.caller)


@given(st.lists(st.booleans(), max_size=12), st.booleans(), st.sampled_from([200, 486]), st.integers(0, 9))
def test_over_a_bad_line_one_call_is_answered_once(lost: list[bool], ringing: bool, status: int, think_s: int) -> None:
    line = BadLine(lost, ringing=ringing, status=status, think_s=think_s)
    line.run(120)
    assert line.invites <= 1
    assert set(line.finals) <= {status}
    assert status == 200 or len(line.finals) <= 1
    if sum(lost) <= 2:
        assert line.finals
    assert len(line.callee.layer) == 0
    assert len(line.caller.layer) == 0 or (ringing and not line.finals)
