"""An agent with an inbox: accepts, replies in numbered texts, notes, holds, transfers, ends, dies and comes back.

Rule: every command has a key and is sent again under it until it is answered, now and then twice at once; what an
agent who dies has asked for last is abandoned, so it may have been done or not, but never twice.
"""

import asyncio
import json
import random
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from bench.torture.diary import Diary
from bench.torture.together import together
from bench.torture.visitor import AWAY, TIMEOUT_S, Phase, http_client
from bench.torture.words import mark, marks
from hub import patience

Json = Mapping[str, Any]
_NOT_NOW = {429, 502, 503}
_LOOK_S = 0.7
_UNDER_WAY = frozenset({"queued", "sending"})


class Agent:
    """Somebody at the inbox, for the length of the run."""

    def __init__(self, name: str, diary: Diary, rng: random.Random, origin: str, phase: Phase) -> None:
        self._name = name
        self._diary = diary
        self._rng = rng
        self._origin = origin
        self._phase = phase
        self._http = http_client(origin, f"127.0.2.{int(name[1:]) + 1}")
        self._headers: dict[str, str] = {}
        self._news = asyncio.Event()
        self._count = 0
        self._keys = 0
        self._page = 0
        self._cursor = ""
        self._handled: dict[str, int] = {}
        "Of each conversation, up to where its messages were looked at."
        self._left_to_say: dict[str, int] = {}
        self._idle = False

    @property
    def idle(self) -> bool:
        """Tell whether the last look at the inbox found nothing to do."""
        return self._idle

    async def run(self, login: str, password: str, visitors: int) -> None:
        """Work until everybody is served and nothing is left."""
        await self._sign_in(login, password)
        while not (self._phase.over or (self._phase.served >= visitors and self._idle)):
            try:
                async with patience.timeout(self._rng.uniform(3.0, 14.0)):
                    await self._life(visitors)
            except* AWAY:
                await self._rest(0.3)
        await self._http.aclose()

    async def read_transcripts(self, login: str, password: str, until_s: float) -> None:
        """Read all conversations that any agent has seen, as somebody who may see them.

        What is on its way to a visitor when its conversation is closed is waited for, until a time of the loop.
        """
        await self._sign_in(login, password)
        for conversation in sorted(self._phase.conversations):
            lines = await self._lines(conversation)
            while _UNDER_WAY & {line["status"] for line in lines} and asyncio.get_running_loop().time() < until_s:
                await self._rest(1.0)
                lines = await self._lines(conversation)
            card = await self._get(f"/api/conversations/{conversation}")
            shown = [
                {name: line[name] for name in ("seq", "pub_seq", "id", "author", "direction", "text", "status")}
                for line in lines
            ]
            self._diary.note("transcript", of=conversation, state=card["state"], lines=shown)
        await self._http.aclose()

    async def _lines(self, conversation: str) -> list[Json]:
        lines: list[Json] = []
        while True:
            after = lines[-1]["seq"] if lines else 0
            told = await self._get(f"/api/conversations/{conversation}/messages?after={after}&limit=200")
            lines += told["messages"]
            if len(told["messages"]) < 200:
                return lines

    async def _rest(self, most_s: float) -> None:
        await asyncio.sleep(self._rng.uniform(0.02, most_s))

    # --- asking -----------------------------------------------------------------------------------------------

    async def _sign_in(self, login: str, password: str) -> None:
        while True:
            with suppress(*AWAY):
                answer = await self._http.post("/api/session", json={"login": login, "password": password})
                if answer.status_code == 200:
                    self._headers = {"X-CSRF-Token": answer.json()["csrf_token"]}
                    return
                self._diary.note("refused", code=f"sign-in {answer.status_code} {answer.text[:200]}")
            await self._rest(1.0)

    async def _get(self, path: str) -> Json:
        while True:
            with suppress(*AWAY):
                answer = await self._http.get(path)
                if answer.status_code == 200:
                    told: Json = answer.json()
                    return told
                if answer.status_code not in _NOT_NOW:
                    self._diary.note("refused", code=f"GET {path} {answer.status_code} {answer.text[:200]}")
            await self._rest(0.3)

    async def _command(self, what: str, path: str, body: Json | None = None, **noted: object) -> Json | None:
        """Ask under one key until there is an answer; None for a refusal."""
        self._keys += 1
        key = f"{self._name}-{self._keys}-{self._rng.getrandbits(32):x}"
        self._diary.note("ask", key=key, what=what, path=path, **noted)
        while True:
            with suppress(*AWAY):
                if self._rng.random() < 0.1:
                    async with asyncio.TaskGroup() as twice:
                        first = twice.create_task(self._post(key, path, body))
                        second = twice.create_task(self._post(key, path, body))
                    answers = [one for one in (first.result(), second.result()) if one is not None]
                else:
                    once = await self._post(key, path, body)
                    answers = [] if once is None else [once]
                for answer in answers:
                    self._note_answer(key, answer)
                if answers:
                    return answers[0].json() if answers[0].status_code == 200 else None
            await self._rest(0.3)

    async def _post(self, key: str, path: str, body: Json | None) -> httpx.Response | None:
        try:
            answer = await self._http.post(path, json=body, headers={**self._headers, "Idempotency-Key": key})
        except AWAY:
            return None
        in_use = answer.status_code == 409 and answer.json().get("code") == "idempotency_key_in_use"
        return None if in_use or answer.status_code in _NOT_NOW else answer

    def _note_answer(self, key: str, answer: httpx.Response) -> None:
        told = answer.json() if answer.content else {}
        self._diary.note(
            "answer", key=key, status=answer.status_code, id=told.get("id"), seq=told.get("seq"), code=told.get("code")
        )

    # --- working ----------------------------------------------------------------------------------------------

    async def _life(self, visitors: int) -> None:
        """Open the inbox afresh and work, until cut off."""
        await self._command("state", "/api/agents/me/state", {"state": "ready"})
        told = await self._get("/api/inbox")
        self._page, self._cursor = self._page + 1, told["cursor"]
        await together(self._follow(), self._work(visitors))

    async def _follow(self) -> None:
        while True:
            with suppress(*AWAY):
                async with self._connect() as socket:
                    await self._listen(socket)
            await self._rest(0.2)

    def _connect(self) -> connect:
        cookie = "; ".join(f"{name}={value}" for name, value in self._http.cookies.items())
        return connect(
            f"{self._origin.replace('http', 'ws', 1)}/api/stream",
            origin=self._origin,  # type: ignore[arg-type]  # a NewType of str
            additional_headers={"Cookie": cookie},
            local_addr=("127.0.2.1", 0),
            compression=None,
            open_timeout=TIMEOUT_S,
            close_timeout=0.5,
            ping_interval=None,
        )

    async def _listen(self, socket: ClientConnection) -> None:
        await socket.send(json.dumps({"t": "hello", "cursor": self._cursor}))
        await socket.send('{"t":"beat"}')
        cut_after = self._rng.randrange(5, 200)
        async for text in socket:
            frame = json.loads(text)
            if frame["t"] == "reset":
                self._diary.note("reset", page=self._page, cursor=frame["cursor"])
            elif frame["t"] == "event":
                self._diary.note("fact", page=self._page, cursor=frame["cursor"], type=frame["type"])
            self._cursor = frame.get("cursor") or self._cursor
            self._news.set()
            cut_after -= 1
            if not cut_after:
                socket.transport.abort()

    async def _work(self, visitors: int) -> None:
        while True:
            self._news.clear()
            told = await self._get("/api/inbox")
            for offer in told["offers"]:
                await self._take(offer)
            for card in told["conversations"]:
                self._phase.conversations.add(card["id"])
                await self._handle(card)
            self._idle = not told["offers"] and not told["conversations"]
            if self._phase.over or (self._phase.served >= visitors and self._idle):
                raise EOFError
            if self._idle:
                await self._be_ready()
            with suppress(TimeoutError):
                async with patience.timeout(_LOOK_S):
                    await self._news.wait()

    async def _be_ready(self) -> None:
        desk = await self._get("/api/agents/me")
        if desk["state"] not in {"ready", "busy", "wrap_up"}:
            await self._command("state", "/api/agents/me/state", {"state": "ready"})

    async def _take(self, offer: Json) -> None:
        verb = "accept" if self._phase.draining or self._rng.random() < 0.93 else "decline"
        body = {"offer_epoch": offer["offer_epoch"]}
        await self._command(verb, f"/api/offers/{offer['work_item_id']}/{verb}", body)

    async def _handle(self, card: Json) -> None:
        """Do what a conversation of ours asks for."""
        path = f"/api/conversations/{card['id']}"
        if card["state"] == "wrap_up":
            await self._wrap_up(card)
            return
        if card["state"] == "on_hold":
            await self._command("resume", f"{path}/resume", of=card["id"])
            return
        told = await self._get(f"{path}/messages?after={self._handled.get(card['id'], 0)}&limit=200")
        for message in told["messages"]:
            if message["direction"] == "in":
                await self._answer(card, message)
            self._handled[card["id"]] = message["seq"]
        if told["messages"]:
            await self._command_read(path, told["messages"][-1]["seq"])
        await self._go_on(card)

    async def _answer(self, card: Json, message: Json) -> None:
        path = f"/api/conversations/{card['id']}"
        about = " ".join(marks(message["text"]))
        if self._rng.random() < 0.7:
            text = self._compose(f"答复 {about}")
            body = {"text": text, "owner_epoch": card["owner_epoch"]}
            await self._command("reply", f"{path}/replies", body, of=card["id"], text=text)
            left = self._left_to_say.setdefault(card["id"], self._rng.randrange(1, 6))
            self._left_to_say[card["id"]] = left - 1
        if self._rng.random() < 0.15:
            text = self._compose("内部备注")
            await self._command("note", f"{path}/notes", {"text": text}, of=card["id"], text=text)

    def _compose(self, words: str) -> str:
        self._count += 1
        return f"{mark(self._name, self._count)} {words}"

    async def _command_read(self, path: str, seq: int) -> None:
        await self._command("read", f"{path}/read", {"seq": seq})

    async def _go_on(self, card: Json) -> None:
        """Leave the conversation in one of the ways once enough was said; when all drains, as soon as possible."""
        path, chance = f"/api/conversations/{card['id']}", self._rng.random()
        if self._phase.draining or (self._left_to_say.get(card["id"], 1) <= 0 and chance < 0.5):
            self._left_to_say.pop(card["id"], None)
            if self._rng.random() < 0.5:
                await self._command("end", f"{path}/end", of=card["id"])
            await self._wrap_up(card)
        elif self._left_to_say.get(card["id"], 1) <= 0:
            self._left_to_say.pop(card["id"], None)
            text = self._compose("转接")
            await self._command("transfer", f"{path}/transfer", {"reason": text}, of=card["id"], text=text)
        elif chance < 0.06:
            await self._command("hold", f"{path}/hold", of=card["id"])

    async def _wrap_up(self, card: Json) -> None:
        path = f"/api/conversations/{card['id']}/wrap-up"
        await self._command("wrap_up", path, {"disposition": "answered"}, of=card["id"])
