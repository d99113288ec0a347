/** The page in the chat's frame: puts talk, link and thread together and listens to the person. */

import { isComposing } from "@/shared/keyboard";
import { at, say } from "./dom";
import type { Session } from "./frames";
import { Keep } from "./keep";
import { Link, type Status } from "./link";
import { type Post, postOf } from "./post";
import { Sos } from "./sos";
import { type More, Talk } from "./talk";
import { callable, headline, placeOf, Thread, waitOf } from "./thread";
import { fill, speak } from "./words";
import "./frame.css";

const SIZE = { width: 380, height: 600 };
const QUIET_MS = 1_000;
const TYPING_MS = 3_000;
const NEAR_PX = 80;
/** With QUIET_MS: so long may a message be on its way before it is said that the line may be gone. */
const ANSWER_MS = 4_000;
/** As `channels.webchat.limits.MAX_TEXT`. */
const MOST = 5_000;
const TELL_FROM = 4_500;

const query = new URLSearchParams(location.search);
const site = query.get("site") ?? "";
const parentOrigin = query.get("parent") ?? "";
const { tag, words } = speak(query.get("lang") || navigator.language);

const log = at("log");
const scroll = at("scroll");
const bar = at("bar");
const state = at("state");
const wait = at("wait");
const place = at("place");
const typing = at("typing");
const older = at<HTMLButtonElement>("older");
const here = at<HTMLButtonElement>("here");
const field = at<HTMLTextAreaElement>("field");
const form = at<HTMLFormElement>("form");
const sender = at<HTMLButtonElement>("send");
const count = at("count");
const closer = at<HTMLButtonElement>("close");

const keep = new Keep(`hotline:${site}:`);
const talk = new Talk();
let session: Session | undefined;
let isOpen = window.parent === window;
let lastUnread = -1;
let typedAt = 0;
let barTimer: number | undefined;
let recvTimer: number | undefined;
let sentRecv = 0;

const thread = new Thread(log, words, tag, {
  press: (button) => write(button.value),
  retry: (cid) => {
    talk.again(cid);
    flush();
    draw();
  },
  drop: (cid) => {
    talk.forget(cid);
    keep.drop(cid);
    flush();
    draw();
  },
});

const link = new Link(site, tag, keep, {
  frame: (frame) => {
    const atEnd = isAtEnd();
    for (const wish of talk.take(frame, Date.now())) {
      if (wish.do === "gap") link.send({ t: "gap", after: wish.after });
      else if (wish.do === "pong") link.send({ t: "pong" });
      else if (wish.do === "reload") link.afresh();
      else if (wish.do === "send") flush();
      else setTimeout(() => resend(wish.cid), wish.afterMs);
    }
    if (frame.t === "ack") keep.drop(frame.cid);
    if (frame.t === "msg") {
      if (frame.cid) keep.drop(frame.cid);
      confirmSoon();
    }
    draw(atEnd);
  },
  status: showStatus,
  begin: (opened, lines, more) => {
    session = opened;
    talk.start(lines, opened.last_seq, opened.read_seq);
    older.hidden = !more;
    // Whoever reloads before the answer has come finds his words in the thread.
    for (const line of lines) if (line.cid) keep.drop(line.cid);
    for (const one of keep.unsent()) talk.write(one);
    log.ariaLive = "off";
    say(at("title"), opened.site.title ?? words.title);
    showPrivacy(opened);
    draw(true);
    requestAnimationFrame(() => {
      log.ariaLive = "polite";
    });
  },
  ready: () => {
    sentRecv = 0;
    confirmSoon();
    resend();
  },
  lastSeq: () => talk.lastSeq,
});

// --- sending -------------------------------------------------------------------------------------------------------

function write(text: string, more?: More): void {
  const clean = text.trim();
  if (!clean) return;
  const one = { cid: newId(), text: clean, at: Date.now(), acked: false, ...(more && { more }) };
  keep.put(one);
  talk.write(one);
  link.start();
  flush();
  draw(true);
}

/** Sends what is next; its answer sends what comes after it. */
function flush(): void {
  const one = talk.next;
  if (!one || !link.send({ t: "msg", cid: one.cid, kind: "text", text: one.text, ...one.more })) return;
  talk.sent(one.cid);
  setTimeout(() => talk.unsent.some(({ cid }) => cid === one.cid) && link.doubt(), ANSWER_MS);
}

/** Sends one again that was put off, or whatever a way that is gone has taken with it. */
function resend(cid?: string): void {
  talk.unsend(cid);
  flush();
}

function confirmSoon(): void {
  if (recvTimer !== undefined) return;
  recvTimer = window.setTimeout(() => {
    recvTimer = undefined;
    confirm();
    draw();
  }, 150);
}

/** Tells the hub how far everything has come here, and how far it has been read. */
function confirm(): void {
  const reads = isOpen && !document.hidden && isAtEnd() && talk.readAll();
  if (!reads && talk.lastSeq <= sentRecv) return;
  if (link.send({ t: reads ? "read" : "recv", seq: talk.lastSeq })) sentRecv = talk.lastSeq;
}

/** A random id; `randomUUID` is missing on pages without HTTPS. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const sos = new Sos(words, write);

// --- showing -------------------------------------------------------------------------------------------------------

function draw(toEnd = isAtEnd()): void {
  const ended = talk.state.phase === "closed" && !talk.waiting.length;
  thread.draw(
    talk,
    session?.site.greeting ?? words.greeting,
    ended ? (session?.site.closed ?? words.ended) : "",
  );
  say(state, headline(talk, words));
  sos.offer(talk.needsPlace(Date.now()), talk.state.rescue === true);
  say(wait, waitOf(talk, words));
  // Heard when the place changes; minutes that come and go are only to be seen.
  const heard = placeOf(talk, words);
  if (place.textContent !== heard) place.textContent = heard;
  const writer = talk.typing;
  say(typing, writer ? fill(words.typing, { name: writer.name ?? words.agent }) : "");
  if (writer) setTimeout(endTyping, writer.until - Date.now() + 50);
  if (toEnd) scroll.scrollTop = scroll.scrollHeight;
  const unread = isOpen && !document.hidden ? 0 : talk.unread;
  if (unread === lastUnread) return;
  lastUnread = unread;
  post({ hotline: 1, type: "unread", count: unread });
}

function endTyping(): void {
  if (!talk.typing || talk.typing.until > Date.now()) return;
  talk.typing = undefined;
  draw();
}

function showStatus(status: Status): void {
  clearTimeout(barTimer);
  const texts = {
    connecting: words.connecting,
    offline: words.offline,
    elsewhere: words.elsewhere,
    refused: words.refused,
  };
  here.hidden = status !== "elsewhere";
  bar.dataset.status = status;
  if (status === "online") say(bar, "");
  // A moment without the hub is nothing to worry anybody with.
  else if (bar.hidden) barTimer = window.setTimeout(() => say(bar, texts[status]), QUIET_MS);
  else say(bar, texts[status]);
}

function showPrivacy({ site: said }: Session): void {
  const line = at("privacy");
  line.textContent = said.privacy ?? words.privacy;
  if (!said.privacy_url) return;
  const address = document.createElement("a");
  address.href = said.privacy_url;
  address.target = "_blank";
  address.rel = "noopener noreferrer";
  address.textContent = words.privacyLink;
  line.append(" ", address);
}

function isAtEnd(): boolean {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_PX;
}

// --- the person ----------------------------------------------------------------------------------------------------

form.onsubmit = (event) => {
  event.preventDefault();
  if (tellLength() > MOST) return;
  write(field.value);
  field.value = "";
  grow();
  tellLength();
  if (typedAt) link.send({ t: "typing", on: false });
  typedAt = 0;
  field.focus();
};

field.onkeydown = (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.altKey || isComposing(event)) return;
  event.preventDefault();
  form.requestSubmit();
};

field.oninput = () => {
  grow();
  tellLength();
  const now = Date.now();
  if (!field.value || now - typedAt < TYPING_MS) return;
  if (link.send({ t: "typing", on: true })) typedAt = now;
};

older.onclick = async () => {
  older.disabled = true;
  try {
    const { messages, more } = await link.older(talk.lines[0]?.seq ?? 1);
    const fromEnd = scroll.scrollHeight - scroll.scrollTop;
    log.ariaLive = "off";
    talk.prepend(messages);
    draw(false);
    older.hidden = !more;
    scroll.scrollTop = scroll.scrollHeight - fromEnd;
  } catch {
    // The connection bar says what is wrong; the button stays.
  } finally {
    older.disabled = false;
    requestAnimationFrame(() => {
      log.ariaLive = "polite";
    });
  }
};

here.onclick = () => link.start();
closer.onclick = () => leave();
scroll.onscroll = () => isAtEnd() && confirmSoon();
document.addEventListener("visibilitychange", () => confirmSoon());
document.onkeydown = (event) => {
  if (event.key === "Escape" && !isComposing(event)) sos.cancel() || leave();
  else if (event.key === "Tab") trap(event);
};

function grow(): void {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 120)}px`;
}

/** Says how much room is left, or how much is too much; nothing is ever cut. Returns the length. */
function tellLength(): number {
  const { length } = [...field.value.trim()];
  const over = length > MOST;
  const left = length < TELL_FROM ? "" : fill(words.left, { n: MOST - length });
  say(count, over ? fill(words.over, { n: length - MOST, most: MOST }) : left);
  count.classList.toggle("bad", over);
  field.ariaInvalid = `${over}`;
  sender.disabled = over;
  return length;
}

/** Keeps the keyboard inside while the chat is open; Escape leaves. */
function trap(event: KeyboardEvent): void {
  const all = [...document.querySelectorAll<HTMLElement>("button,textarea,a[href],[tabindex='0']")].filter(
    (one) => !one.hidden && one.offsetParent !== null && !(one instanceof HTMLButtonElement && one.disabled),
  );
  const [first, last] = [all[0], all.at(-1)];
  const edge = event.shiftKey ? first : last;
  if (document.activeElement !== edge && document.activeElement !== document.body) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

function leave(): void {
  if (!isOpen) return;
  confirm();
  isOpen = window.parent === window;
  post({ hotline: 1, type: "close" });
}

// --- the site's page -------------------------------------------------------------------------------------------------

addEventListener("message", (event) => {
  if (event.source !== window.parent || event.origin !== parentOrigin) return;
  const heard = postOf(event.data);
  if (heard?.type === "open") {
    isOpen = true;
    link.start();
    field.focus();
    draw(true);
    confirmSoon();
  } else if (heard?.type === "close") leave();
  else if (heard?.type === "identify") link.identify(heard.identity);
});

function post(said: Post): void {
  if (window.parent !== window && parentOrigin) window.parent.postMessage(said, parentOrigin);
}

// --- the beginning ---------------------------------------------------------------------------------------------------

document.documentElement.lang = tag;
document.title = words.title;
say(at("title"), words.title);
say(at("privacy"), words.privacy);
at("emergency").append(...callable(words.emergency));
say(at("label"), words.write);
field.placeholder = words.write;
sender.textContent = words.send;
older.textContent = words.older;
here.textContent = words.useHere;
closer.ariaLabel = words.close;
log.ariaLabel = words.conversation;
scroll.ariaLabel = words.conversation;
// It scrolls, so the keyboard must be able to reach it.
scroll.tabIndex = 0;
for (const one of keep.unsent()) talk.write(one);
draw(true);
post({ hotline: 1, type: "resize", ...SIZE });
// Who has been here before is told what came meanwhile; a stranger costs nothing until he opens the chat.
if (isOpen || keep.token) link.start();
