"""The checker finds each kind of fault when it is planted, and nothing in a run that went well."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from bench.torture.checker import Verdict, check, judge
from bench.torture.diary import Diary
from bench.torture.faults import DUPLICATED, FOREIGN, GAP, LOST, REORDERED, STUCK

pytestmark = pytest.mark.unit

Diaries = dict[str, list[dict[str, Any]]]
SAID = ("转人工 v00n0000", "请问 v00n0001", "还有 v00n0002")


def line(seq: int, role: str, text: str, cid: str | None = None) -> list[Any]:
    return [seq, seq - 1, f"id{seq}", role, text, cid]


def frame(told: list[Any], conn: int = 1) -> dict[str, Any]:
    return {"e": "line", "conn": conn, **dict(zip(("seq", "prev", "id", "role", "text", "cid"), told, strict=True))}


def well() -> Diaries:
    """Return the diaries of a small run without any fault: one talks with an agent, one asks the bot."""
    thread = [
        line(1, "visitor", SAID[0], "c0"),
        line(2, "bot", "好的，我来为您转人工"),
        line(3, "visitor", SAID[1], "c1"),
        line(4, "visitor", SAID[2], "c2"),
        line(5, "agent", "a00n0001 答复 v00n0001"),
        line(6, "agent", "a00n0003 答复 v00n0002"),
    ]
    quiz = [
        line(1, "visitor", "带宠物 v01n0000", "q0"),
        line(2, "bot", "您好"),
        line(3, "bot", "可以。—— 摘自《能带宠物去景区吗》"),
        line(4, "visitor", "黄山旅游 v01n0001", "q1"),
        line(5, "bot", "云海。—— 摘自《安徽黄山》"),
    ]
    return {"v00": talk(thread), "v01": asking(quiz), "a00": agent(), "s00": [transcript(thread)]}


def talk(thread: list[list[Any]]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = [{"e": "open", "conn": 1, "way": "socket", "after": 0}]
    for number, text in enumerate(SAID):
        entries += [{"e": "say", "conn": 1, "cid": f"c{number}", "text": text, "expects": None}]
        entries += [{"e": "ack", "conn": 1, "cid": f"c{number}", "id": f"j{number}"}]
    entries += [frame(told) for told in thread]
    return [*entries, {"e": "phase", "phase": "closed"}, {"e": "thread", "lines": thread}]


def asking(thread: list[list[Any]]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = [{"e": "open", "conn": 1, "way": "poll", "after": 0}]
    for told, title in ((thread[0], "能带宠物去景区吗"), (thread[3], "安徽黄山")):
        entries += [{"e": "say", "conn": 1, "cid": told[5], "text": told[4], "expects": title}]
        entries += [{"e": "ack", "conn": 1, "cid": told[5], "id": f"j{told[5]}"}]
    entries += [frame(told) for told in thread]
    return [*entries, {"e": "phase", "phase": "bot"}, {"e": "thread", "lines": thread}]


def agent() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    for number, what, text in (
        (1, "reply", "a00n0001 答复 v00n0001"),
        (2, "note", "a00n0002 内部备注"),
        (3, "reply", "a00n0003 答复 v00n0002"),
    ):
        entries += [{"e": "ask", "key": f"k{number}", "what": what, "path": "", "of": "conv", "text": text}]
        entries += [
            {"e": "answer", "key": f"k{number}", "status": 200, "id": f"m{number}", "seq": number, "code": None}
        ]
    facts = [{"e": "fact", "page": 1, "cursor": f"e.{xid}.x", "type": "MessageMoved"} for xid in (5, 6, 9)]
    return [*entries, *facts]


def transcript(thread: list[list[Any]]) -> dict[str, Any]:
    lines: list[dict[str, Any]] = []
    for seq, _, name, role, text, _ in thread:
        author = {"visitor": "tourist"}.get(role, role)
        direction, status = ("in", "received") if role == "visitor" else ("out", "read")
        told = {"pub_seq": seq, "id": name, "author": author, "direction": direction, "text": text, "status": status}
        lines.append({"seq": seq, **told})
    note = {"seq": 7, "pub_seq": None, "id": "n", "author": "agent", "direction": "internal", "status": "received"}
    return {
        "e": "transcript",
        "of": "conv",
        "state": "closed",
        "lines": [*lines, {**note, "text": "a00n0002 内部备注"}],
    }


def thread_of(diaries: Diaries, name: str = "v00") -> list[list[Any]]:
    lines: list[list[Any]] = diaries[name][-1]["lines"]
    return lines


def lines_of(diaries: Diaries) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = diaries["s00"][0]["lines"]
    return lines


def renumber(lines: list[list[Any]]) -> None:
    for seq, told in enumerate(lines, start=1):
        told[0], told[1] = seq, seq - 1


def without_frames(diaries: Diaries, *names: str) -> None:
    """Forget what was shown on the way, so that only what is there in the end is judged."""
    for name in names:
        diaries[name] = [one for one in diaries[name] if one["e"] != "line"]


def kinds(verdict: Verdict) -> set[str]:
    return {fault.kind for fault in verdict.faults}


# --- the faults ---------------------------------------------------------------------------------------------------


def lose_a_text(diaries: Diaries) -> None:
    without_frames(diaries, "v00")
    del thread_of(diaries)[3], diaries["s00"][0]
    renumber(thread_of(diaries))


def lose_a_reply(diaries: Diaries) -> None:
    without_frames(diaries, "v00")
    del thread_of(diaries)[-1], diaries["s00"][0]


def lose_a_note(diaries: Diaries) -> None:
    del lines_of(diaries)[-1]


def lose_what_was_shown(diaries: Diaries) -> None:
    diaries["v00"].insert(-2, frame(line(7, "bot", "就看过一次")))


def lose_an_answer(diaries: Diaries) -> None:
    without_frames(diaries, "v01")
    del thread_of(diaries, "v01")[-1]


def lose_a_line_of_the_transcript(diaries: Diaries) -> None:
    lines_of(diaries)[2]["text"] = "请问 v00n0009"


def double_a_text(diaries: Diaries) -> None:
    without_frames(diaries, "v00")
    del diaries["s00"][0]
    thread_of(diaries).append([7, 6, "id7", "visitor", SAID[1], "c1"])


def double_a_reply(diaries: Diaries) -> None:
    without_frames(diaries, "v00")
    del diaries["s00"][0]
    thread_of(diaries).append([7, 6, "id7", "agent", "a00n0001 答复 v00n0001", None])


def double_an_id(diaries: Diaries) -> None:
    thread_of(diaries)[5][2] = "id5"
    without_frames(diaries, "v00")


def double_an_answer(diaries: Diaries) -> None:
    thread_of(diaries, "v01").append(line(6, "bot", "云海。—— 摘自《安徽黄山》"))


def double_the_handing_over(diaries: Diaries) -> None:
    thread_of(diaries).append(line(7, "bot", "好的，我来为您转人工"))


def let_the_bot_talk_on(diaries: Diaries) -> None:
    thread_of(diaries).append(line(7, "bot", "您好"))


def double_a_key(diaries: Diaries) -> None:
    diaries["a00"].insert(2, {"e": "answer", "key": "k1", "status": 200, "id": "m9", "seq": 9, "code": None})


def double_a_frame(diaries: Diaries) -> None:
    diaries["v00"].insert(-2, frame(thread_of(diaries)[4]))


def double_an_acknowledgement(diaries: Diaries) -> None:
    diaries["v00"].insert(3, {"e": "ack", "conn": 1, "cid": "c0", "id": "another"})


def double_a_fact(diaries: Diaries) -> None:
    diaries["a00"].append({"e": "fact", "page": 1, "cursor": "e.9.x", "type": "MessageMoved"})


def double_a_note(diaries: Diaries) -> None:
    lines_of(diaries).append({**lines_of(diaries)[-1], "seq": 8})


def swap_texts(diaries: Diaries) -> None:
    without_frames(diaries, "v00")
    lines = thread_of(diaries)
    lines[2], lines[3] = lines[3], lines[2]
    renumber(lines)
    diaries["s00"][0] = transcript(lines)


def swap_replies(diaries: Diaries) -> None:
    without_frames(diaries, "v00")
    lines = thread_of(diaries)
    lines[4], lines[5] = lines[5], lines[4]
    renumber(lines)
    diaries["s00"][0] = transcript(lines)


def swap_the_transcript(diaries: Diaries) -> None:
    lines = lines_of(diaries)
    lines[2], lines[3] = {**lines[3], "seq": 3}, {**lines[2], "seq": 4}


def swap_facts(diaries: Diaries) -> None:
    diaries["a00"].append({"e": "fact", "page": 1, "cursor": "e.7.x", "type": "MessageMoved"})


def swap_on_one_connection(diaries: Diaries) -> None:
    """Both were under way when the first acknowledgement came, so only their connection tells the order."""
    swap_texts(diaries)
    entries = diaries["v00"]
    entries[4], entries[5] = entries[5], entries[4]


def invent_a_line(diaries: Diaries) -> None:
    thread_of(diaries).append(line(7, "agent", "谁也没有说过"))


def invent_a_text(diaries: Diaries) -> None:
    thread_of(diaries).append(line(7, "visitor", "v00n0077", "c77"))


def show_a_note(diaries: Diaries) -> None:
    thread_of(diaries).append(line(7, "agent", "a00n0002 内部备注"))


def show_the_thread_of_another(diaries: Diaries) -> None:
    thread_of(diaries, "v01").append(line(6, "agent", "a00n0001 答复 v00n0001"))


def mix_two_in_a_transcript(diaries: Diaries) -> None:
    lines_of(diaries)[3]["text"] = "v01n0000"


def leave_a_number_out(diaries: Diaries) -> None:
    without_frames(diaries, "v00")
    thread_of(diaries)[5][0] = 7


def break_the_chain(diaries: Diaries) -> None:
    without_frames(diaries, "v00")
    thread_of(diaries)[5][1] = 4


def show_a_number_as_something_else(diaries: Diaries) -> None:
    diaries["v00"][-3]["text"] = "a00n0003 别的话"


def skip_a_frame(diaries: Diaries) -> None:
    del diaries["v00"][-4]


def leave_a_number_out_of_the_transcript(diaries: Diaries) -> None:
    lines_of(diaries)[-1]["seq"] = 9


def leave_somebody_waiting(diaries: Diaries) -> None:
    diaries["v00"][-2]["phase"] = "queued"


def leave_a_diary_open(diaries: Diaries) -> None:
    del diaries["v00"][-1]


def leave_a_reply_on_its_way(diaries: Diaries) -> None:
    lines_of(diaries)[4]["status"] = "unknown"


def lock_a_visitor_out(diaries: Diaries) -> None:
    diaries["v00"].insert(1, {"e": "refused", "code": "session 401"})


PLANTED = (
    (LOST, lose_a_text),
    (LOST, lose_a_reply),
    (LOST, lose_a_note),
    (LOST, lose_what_was_shown),
    (LOST, lose_an_answer),
    (LOST, lose_a_line_of_the_transcript),
    (DUPLICATED, double_a_text),
    (DUPLICATED, double_a_reply),
    (DUPLICATED, double_an_id),
    (DUPLICATED, double_an_answer),
    (DUPLICATED, double_the_handing_over),
    (DUPLICATED, let_the_bot_talk_on),
    (DUPLICATED, double_a_key),
    (DUPLICATED, double_a_frame),
    (DUPLICATED, double_an_acknowledgement),
    (DUPLICATED, double_a_fact),
    (DUPLICATED, double_a_note),
    (REORDERED, swap_texts),
    (REORDERED, swap_replies),
    (REORDERED, swap_the_transcript),
    (REORDERED, swap_facts),
    (REORDERED, swap_on_one_connection),
    (FOREIGN, invent_a_line),
    (FOREIGN, invent_a_text),
    (FOREIGN, show_a_note),
    (FOREIGN, show_the_thread_of_another),
    (FOREIGN, mix_two_in_a_transcript),
    (GAP, leave_a_number_out),
    (GAP, break_the_chain),
    (GAP, show_a_number_as_something_else),
    (GAP, skip_a_frame),
    (GAP, leave_a_number_out_of_the_transcript),
    (STUCK, leave_somebody_waiting),
    (STUCK, leave_a_diary_open),
    (STUCK, leave_a_reply_on_its_way),
    (STUCK, lock_a_visitor_out),
)


def test_a_run_that_went_well_has_no_faults() -> None:
    verdict = judge(well())
    assert verdict.faults == []
    assert (verdict.counts["acknowledged"], verdict.counts["replies"], verdict.counts["notes"]) == (5, 2, 1)


@pytest.mark.parametrize(("kind", "plant"), PLANTED, ids=[plant.__name__ for _, plant in PLANTED])
def test_each_planted_fault_is_found_as_what_it_is(kind: str, plant: Callable[[Diaries], None]) -> None:
    diaries = deepcopy(well())
    plant(diaries)
    assert kind in kinds(judge(diaries))


def test_what_was_never_acknowledged_may_be_missing_or_there() -> None:
    diaries = well()
    diaries["v00"].insert(-2, {"e": "say", "conn": 1, "cid": "c9", "text": "还有 v00n0009", "expects": None})
    assert judge(diaries).faults == []
    thread_of(diaries).append(line(7, "visitor", "还有 v00n0009", "c9"))
    assert judge(diaries).faults == []


def test_a_refused_text_may_stand_behind_a_later_one() -> None:
    diaries = well()
    swap_on_one_connection(diaries)
    entries = diaries["v00"]
    entries.insert(4, {"e": "nack", "conn": 1, "cid": "c1", "code": "rate_limited"})
    first = next(place for place, one in enumerate(entries) if one["e"] == "ack" and one["cid"] == "c1")
    entries.append(entries.pop(first))
    entries.append(entries.pop(entries.index(next(one for one in entries if one["e"] == "thread"))))
    assert REORDERED not in kinds(judge(diaries))


def test_what_overtook_the_call_for_a_person_may_be_answered_by_the_bot() -> None:
    diaries = well()
    thread = [
        line(1, "visitor", SAID[1], "c1"),
        line(2, "bot", "您好"),
        line(3, "bot", "这句我没太明白"),
        line(4, "visitor", SAID[0], "c0"),
        line(5, "bot", "好的，我来为您转人工"),
    ]
    diaries["v00"] = talk(thread)
    assert DUPLICATED not in kinds(judge(diaries))
    thread.append(line(6, "bot", "您好"))
    assert DUPLICATED in kinds(judge(diaries))


def test_a_repeat_that_the_visitor_asked_for_is_no_fault() -> None:
    diaries = well()
    diaries["v00"][-2:-2] = [{"e": "gap", "conn": 1, "after": 4}, *(frame(told) for told in thread_of(diaries)[4:])]
    assert judge(diaries).faults == []


def test_a_page_that_is_told_to_begin_afresh_may_hear_facts_again() -> None:
    diaries = well()
    diaries["a00"] += [{"e": "reset", "page": 1, "cursor": "e.9.x"}, {"e": "fact", "page": 1, "cursor": "e.5.x"}]
    assert judge(diaries).faults == []


def test_diaries_are_read_from_their_files_up_to_the_last_whole_line(tmp_path: Path) -> None:
    for name, entries in well().items():
        book = Diary(tmp_path, name)
        for entry in entries:
            book.note(entry["e"], **{field: value for field, value in entry.items() if field != "e"})
        book.close()
    with (tmp_path / "a00.jsonl").open("a") as cut_off:
        cut_off.write(json.dumps({"e": "fact", "page": 1, "cursor": "e.1.x"})[:20])
    assert check(tmp_path).faults == []
