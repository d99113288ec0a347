"""A visitor's diary, read for faults: the thread as it stands in the end against everything that came before."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from bench.torture.diary import Entry
from bench.torture.faults import DUPLICATED, FOREIGN, GAP, LOST, REORDERED, STUCK, Fault, Found, Line
from bench.torture.page import AT_REST
from bench.torture.words import CALL, HANDED_OVER


class Visitor:
    """A visitor's diary, read for faults."""

    def __init__(self, name: str, entries: Sequence[Entry]) -> None:
        self.name = name
        self._entries = entries
        self._said = {one["cid"]: one for one in entries if one["e"] == "say"}
        self._acked = {one["cid"]: one for one in reversed(entries) if one["e"] == "ack"}
        last = next((one["lines"] for one in reversed(entries) if one["e"] == "thread"), None)
        self.ended = last is not None
        self.thread = [Line(*line) for line in last or ()]

    def counts(self) -> Counter[str]:
        """Return how much there was."""
        return Counter(
            said=len(self._said),
            acknowledged=len(self._acked),
            lines=len(self.thread),
            frames=sum(one["e"] == "line" for one in self._entries),
            connections=sum(one["e"] == "open" for one in self._entries),
        )

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with what the visitor got."""
        found = [self._end(), self._acknowledgements(), self._connections()]
        if self.ended:
            found += [self._numbers(), self._own(), self._own_order(), self._frames(), self._answers()]
        for part in found:
            for kind, what in part:
                yield Fault(kind, self.name, what)

    def _end(self) -> Iterator[Found]:
        if not self.ended:
            yield STUCK, "the thread was never read to its end"
        standing = next((one["phase"] for one in reversed(self._entries) if one["e"] == "phase"), "none")
        if standing not in AT_REST:
            yield STUCK, f"still {standing}"
        for one in self._entries:
            if one["e"] in {"refused", "reset"}:
                yield STUCK, f"{one['e']}: {one.get('code', '')}"

    def _numbers(self) -> Iterator[Found]:
        for place, line in enumerate(self.thread, start=1):
            if (line.seq, line.prev) != (place, place - 1):
                yield GAP, f"line {place} has the number {line.seq} after {line.prev}"
        for name, count in Counter(line.id for line in self.thread).items():
            if count > 1:
                yield DUPLICATED, f"the message {name} stands {count} times in the thread"

    def _own(self) -> Iterator[Found]:
        mine = [line for line in self.thread if line.role == "visitor"]
        times = Counter(line.cid for line in mine)
        for cid in self._acked:
            if not times[cid]:
                yield LOST, f"{cid} was acknowledged and is not in the thread"
        for line in mine:
            said = self._said.get(line.cid or "")
            if said is None or said["text"] != line.text:
                yield FOREIGN, f"number {line.seq} was not written by this visitor: {line.text!r}"
        for cid, count in times.items():
            if count > 1:
                yield DUPLICATED, f"{cid} stands {count} times in the thread"

    def _acknowledgements(self) -> Iterator[Found]:
        """A text keeps the id under which it was first acknowledged."""
        ids = defaultdict(set)
        for one in self._entries:
            if one["e"] == "ack":
                ids[one["cid"]].add(one["id"])
        for cid, several in ids.items():
            if len(several) > 1:
                yield DUPLICATED, f"{cid} was taken under several ids {sorted(several)}"

    def _own_order(self) -> Iterator[Found]:
        """Hold the thread to what binds: see `_earlier`."""
        place = {line.cid: line.seq for line in reversed(self.thread) if line.role == "visitor"}
        for before, after in self._earlier():
            if before in place and after in place and place[before] > place[after]:
                yield REORDERED, f"{before} stands behind {after}"

    def _earlier(self) -> Iterator[tuple[str, str]]:
        """Yield pairs of `cid`s whose order binds the hub.

        The first was acknowledged before the second was first sent; or both went over one connection in this order
        and were acknowledged on it, the second was sent there for the first time, and the first never refused there.
        """
        acked: set[str] = set()
        for one in self._entries:
            if one["e"] == "ack":
                acked.add(one["cid"])
            elif one["e"] == "say":
                yield from ((earlier, one["cid"]) for earlier in acked)
        for conn in {one["conn"] for one in self._entries if one["e"] == "open"}:
            yield from self._earlier_on(conn)

    def _earlier_on(self, conn: int) -> Iterator[tuple[str, str]]:
        here: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for one in self._entries:
            if one.get("conn") == conn and "cid" in one:
                here[one["e"]].setdefault(one["cid"])
                if one["e"] in {"say", "again"}:
                    here["sent"].setdefault(one["cid"])
        taken = [cid for cid in here["sent"] if cid in here["ack"]]
        for place, after in enumerate(taken):
            if after in here["say"]:
                yield from ((before, after) for before in taken[:place] if before not in here["nack"])

    def _frames(self) -> Iterator[Found]:
        """Compare every frame that ever came with the thread as it stands in the end."""
        thread = {line.seq: line for line in self.thread}
        for one in self._entries:
            if one["e"] != "line":
                continue
            line = thread.get(one["seq"])
            came = Line(one["seq"], one["prev"], one["id"], one["role"], one["text"], one["cid"])
            if line is None:
                yield LOST, f"number {came.seq} was shown and is not in the thread: {came.text!r}"
            elif came != line:
                yield GAP, f"number {came.seq} was shown as {came} and is {line}"

    def _connections(self) -> Iterator[Found]:
        """Let the numbers of one connection rise by one, but for what the visitor asked to see again."""
        expected: int | None = None
        asked = False
        for one in self._entries:
            match one["e"]:
                case "open":
                    expected, asked = one["after"] + 1, False
                case "gap":
                    asked = True
                case "line" if expected is not None:
                    if one["seq"] > expected:
                        yield GAP, f"number {one['seq']} came where {expected} was due"
                    elif one["seq"] < expected and not asked:
                        yield DUPLICATED, f"number {one['seq']} came again where {expected} was due"
                    expected = max(expected, one["seq"] + 1)

    def _answers(self) -> Iterator[Found]:
        """Each question to the bot has one answer, behind it; who is handed over is told so once."""
        titles = {cid: one["expects"] for cid, one in self._said.items() if one["expects"]}
        asked: tuple[str, str] | None = None
        answers = 0
        for line in (*self.thread, None):
            if line is not None and line.role == "bot":
                answers += asked is not None and asked[1] in line.text
            elif line is None or line.role == "visitor":
                if asked is not None and answers != 1:
                    yield LOST if not answers else DUPLICATED, f"{asked[0]} has {answers} answers"
                cid = (line.cid if line is not None else None) or ""
                asked, answers = ((cid, titles[cid]) if cid in titles else None), 0
        if not titles:
            yield from self._handed_over()

    def _handed_over(self) -> Iterator[Found]:
        """The bot hands over once; it says more only to texts that have come before the call for a person."""
        bot = [line.text for line in self.thread if line.role == "bot"]
        times = sum(HANDED_OVER in text for text in bot)
        said = [line.text for line in self.thread if line.role == "visitor"]
        called = next((place for place, text in enumerate(said) if CALL in text), len(said))
        if times > 1:
            yield DUPLICATED, f"the bot handed over {times} times"
        elif len(bot) - times > (called + 1 if called else 0):
            yield DUPLICATED, f"the bot said {len(bot) - times} things to {called} texts"
