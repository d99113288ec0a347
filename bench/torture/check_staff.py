"""The agents' diaries and the transcripts, read for faults: what was said, to whom, in which order, how often."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bench.torture.check_visitor import Visitor
from bench.torture.diary import Entry
from bench.torture.faults import DUPLICATED, FOREIGN, GAP, LOST, REORDERED, STUCK, Fault, Found
from bench.torture.words import marks, writer


class Staff:
    """The agents' diaries and the transcripts, read for faults."""

    def __init__(self, agents: Mapping[str, Sequence[Entry]], reader: Sequence[Entry]) -> None:
        self._agents = agents
        self._reader = reader
        self._transcripts = {one["of"]: one["lines"] for one in reader if one["e"] == "transcript"}
        self._asked = {one["key"]: one for entries in agents.values() for one in entries if one["e"] == "ask"}
        self._done: dict[str, set[str]] = defaultdict(set)
        for entries in agents.values():
            for one in entries:
                if one["e"] == "answer" and one["status"] < 300 and one["id"]:
                    self._done[one["key"]].add(one["id"])
        self._visitor_of: dict[str, str] = {}

    def counts(self) -> Counter[str]:
        """Return how much there was."""
        by_kind = Counter(self._asked[key]["what"] for key in self._done)
        facts = sum(one["e"] == "fact" for entries in self._agents.values() for one in entries)
        return Counter(
            replies=by_kind["reply"],
            notes=by_kind["note"],
            transfers=by_kind["transfer"],
            wrap_ups=sum(1 for one in self._asked.values() if one["what"] == "wrap_up"),
            facts=facts,
            transcripts=len(self._transcripts),
        )

    def faults(self, visitors: Mapping[str, Visitor]) -> Iterator[Fault]:
        """Yield what is wrong with what staff said and saw."""
        for of, lines in self._transcripts.items():
            names = {writer(line["mark"]) for line in _marked(lines) if line["direction"] == "in"}
            if len(names) == 1:
                self._visitor_of[of] = min(names)
            found = (*self._transcript(lines), *self._matches(lines, names, visitors))
            yield from (Fault(kind, of, what) for kind, what in found)
        texts: Counter[str] = Counter()
        for visitor in visitors.values():
            yield from (Fault(kind, visitor.name, what) for kind, what in self._heard(visitor))
            texts.update(line.mark for line in visitor.thread if line.role != "visitor" and line.mark)
        for name, entries in self._agents.items():
            found = (
                *self._said(entries, texts),
                *self._order(entries, visitors),
                *_facts(entries),
                *_refusals(entries),
            )
            yield from (Fault(kind, name, what) for kind, what in found)
        yield from (Fault(kind, "reader", what) for kind, what in _refusals(self._reader))

    def _transcript(self, lines: Sequence[Entry]) -> Iterator[Found]:
        for place, line in enumerate(lines, start=1):
            if line["seq"] != place:
                yield GAP, f"line {place} of the transcript has the number {line['seq']}"
        for mark, count in Counter(line["mark"] for line in _marked(lines)).items():
            if count > 1:
                yield DUPLICATED, f"{mark} stands {count} times in the transcript"
        for line in lines:
            if line["status"] in {"queued", "sending", "unknown"}:
                yield STUCK, f"number {line['seq']} is still {line['status']}"

    def _matches(self, lines: Sequence[Entry], names: set[str], visitors: Mapping[str, Visitor]) -> Iterator[Found]:
        """Compare what staff see with what the visitor sees, number by number."""
        if len(names) != 1:
            yield FOREIGN, f"the transcript has texts of {sorted(names) or 'nobody'}"
            return
        visitor = visitors.get(min(names))
        if visitor is None or not visitor.ended:
            return
        thread = {line.seq: line for line in visitor.thread}
        numbers = [line["pub_seq"] for line in lines if line["pub_seq"] is not None]
        inbound = [line["pub_seq"] for line in lines if line["direction"] == "in"]
        if inbound != sorted(inbound):
            yield REORDERED, "the visitor's texts stand in another order than the visitor sees"
        if len(numbers) != len(set(numbers)):
            yield DUPLICATED, "one number of the visitor's thread stands twice in the transcript"
        for line in lines:
            shown = thread.get(line["pub_seq"])
            if line["pub_seq"] is not None and (shown is None or shown.text != line["text"]):
                yield LOST, f"staff see {line['text']!r} as number {line['pub_seq']}, the visitor {shown}"

    def _heard(self, visitor: Visitor) -> Iterator[Found]:
        """Every line of ours in a thread was said to this visitor, by somebody, once."""
        replies = {marks(one["text"])[0]: one for one in self._asked.values() if one["what"] == "reply"}
        for line in visitor.thread:
            if line.role == "visitor" or (line.mark is None and line.role in {"bot", "system"}):
                continue
            asked = replies.get(line.mark or "")
            if asked is None or asked["text"] != line.text or line.role != "agent":
                yield FOREIGN, f"number {line.seq} was said by nobody: {line.text!r}"
            elif self._visitor_of.get(asked["of"], visitor.name) != visitor.name:
                yield FOREIGN, f"number {line.seq} was said to {self._visitor_of[asked['of']]}"

    def _said(self, entries: Sequence[Entry], texts: Mapping[str, int]) -> Iterator[Found]:
        for one in entries:
            if one["e"] != "ask" or one["what"] not in {"reply", "note"}:
                continue
            mark, done = marks(one["text"])[0], self._done.get(one["key"], set())
            if len(done) > 1:
                yield DUPLICATED, f"the key of {mark} made {sorted(done)}"
            if one["what"] == "note":
                yield from self._noted(one, mark, texts, done=bool(done))
            elif texts.get(mark, 0) > 1:
                yield DUPLICATED, f"{mark} stands {texts[mark]} times with visitors"
            elif done and not texts.get(mark):
                yield LOST, f"{mark} was answered and no visitor has it"

    def _noted(self, one: Entry, mark: str, texts: Mapping[str, int], *, done: bool) -> Iterator[Found]:
        if texts.get(mark):
            yield FOREIGN, f"the note {mark} was shown to a visitor"
        lines = self._transcripts.get(one["of"])
        if done and lines is not None and mark not in {line["mark"] for line in _marked(lines)}:
            yield LOST, f"the note {mark} is not in the transcript"

    def _order(self, entries: Sequence[Entry], visitors: Mapping[str, Visitor]) -> Iterator[Found]:
        """Hold to the order of an agent's replies that were answered before the next was asked for."""
        place = {line.mark: line.seq for visitor in visitors.values() for line in visitor.thread if line.mark}
        last: dict[str, str] = {}
        open_keys: dict[str, tuple[str, str]] = {}
        for one in entries:
            if one["e"] == "ask" and one["what"] == "reply":
                mark = marks(one["text"])[0]
                before = last.get(one["of"])
                if before and place.get(before, 0) > place.get(mark, 2**62):
                    yield REORDERED, f"{before} stands behind {mark}"
                open_keys[one["key"]] = (one["of"], mark)
            elif one["e"] == "answer" and one["key"] in open_keys and one["status"] < 300:
                of, mark = open_keys[one["key"]]
                last[of] = mark


def _marked(lines: Sequence[Entry]) -> list[Entry]:
    """Return the lines that carry a client's number, each with it; a hand-over's summary quotes and is not one."""
    found: list[Entry] = []
    for line in lines:
        numbers = marks(line["text"])
        if numbers and line["author"] in {"tourist", "agent"}:
            found.append({**line, "mark": numbers[0]})
    return found


def _facts(entries: Sequence[Entry]) -> Iterator[Found]:
    """Let the cursors of a page's facts only rise, unless it was told to begin afresh."""
    last: dict[int, tuple[int, str]] = {}
    for one in entries:
        if one["e"] == "reset":
            last.pop(one["page"], None)
        elif one["e"] == "fact":
            _, xid, name = one["cursor"].split(".", 2)
            place = (int(xid), name)
            before = last.get(one["page"])
            if before is not None and place <= before:
                kind = DUPLICATED if place == before else REORDERED
                yield kind, f"the stream told {one['cursor']} after {before}"
            last[one["page"]] = place


def _refusals(entries: Sequence[Entry]) -> Iterator[Found]:
    for one in entries:
        if one["e"] == "refused":
            yield STUCK, f"refused: {one['code']}"
