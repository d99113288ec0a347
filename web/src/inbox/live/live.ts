/**
 * The page's life with the hub: first a snapshot over HTTP, then every fact after it over the stream.
 *
 * Rule: the cursor moves on only when the frame before it has been taken in by all who follow, so that a link that
 * breaks at any moment is taken up again without a loss; what then comes twice is harmless (see the stores).
 */

import { defineStore } from "pinia";
import { computed, ref, watch } from "vue";
import { useSirens } from "@/rescue/sirens";
import { ServerAway } from "@/shared/api/problem";
import { useConnection } from "@/shared/connection";
import { useSession } from "@/shared/session";
import { useChoices } from "../stores/choices";
import { useCompany } from "../stores/company";
import { useCustomers } from "../stores/customers";
import { useDesk } from "../stores/desk";
import { useInbox } from "../stores/inbox";
import { useOutgoing } from "../stores/outgoing";
import { useSearch } from "../stores/search";
import { useTranscripts } from "../stores/transcripts";
import { useTyping } from "../stores/typing";
import { further } from "./cursor";
import type { BoardFrame, Fact, Frame } from "./frames";
import { Link, type LinkState } from "./link";

/** What happened meanwhile comes in one go with the hub's first word; so long after it the page has it all. */
const SETTLED_MS = 250;

export const useLive = defineStore("live", () => {
  const session = useSession();
  const connection = useConnection();
  const inbox = useInbox();
  const transcripts = useTranscripts();
  const desk = useDesk();
  const outgoing = useOutgoing();
  const typing = useTyping();
  const company = useCompany();
  const customers = useCustomers();
  const search = useSearch();
  const choices = useChoices();
  const sirens = useSirens();
  const linkState = ref<LinkState>("off");
  const settled = ref(false);
  /** When this page last knew that it had everything. */
  const syncedAt = ref<number>();
  const running = ref(false);
  const shown = ref<string>();
  let cursor: string | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let resumed = false;
  /** Takes the board's frames in, while a page shows the board. */
  let onBoard: ((frame: BoardFrame) => void) | undefined;

  const synced = computed(() => linkState.value === "open" && settled.value && !connection.lost);

  const link = new Link(
    {
      open: () => new WebSocket(`${window.location.origin.replace(/^http/, "ws")}/api/stream`),
      now: () => performance.now(),
      random: Math.random,
      later: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    {
      cursor: () => cursor,
      onFrame: hear,
      onState: turn,
      onSignedOut: () => void session.lose(),
    },
  );

  /** Begins to follow, for whoever is signed in; harmless when it has begun. */
  async function start(): Promise<void> {
    if (running.value) return;
    running.value = true;
    outgoing.restore();
    void whenReached(() => desk.load());
    await whenReached(async () => {
      cursor = await inbox.load();
    });
    if (running.value) link.start();
  }

  /** Tries until the hub answers, however long it is away. */
  async function whenReached(read: () => Promise<void>): Promise<void> {
    while (running.value) {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof ServerAway)) throw error;
        await connection.untilReached();
      }
    }
  }

  /** Ends it and forgets all that was seen: somebody else may sign in here. */
  function stop(): void {
    running.value = false;
    link.stop();
    cursor = undefined;
    resumed = false;
    for (const store of [inbox, transcripts, desk, outgoing, choices, sirens, company, customers, search])
      store.clear();
  }

  function turn(state: LinkState): void {
    const was = linkState.value;
    linkState.value = state;
    if (state !== "open") company.clear();
    settled.value = false;
    clearTimeout(settling);
    settling = undefined;
    if (state === "waiting" && was === "open") void connection.probe();
  }

  function hear(frame: Frame): void {
    settle();
    switch (frame.t) {
      case "welcome":
        welcome();
        break;
      case "reset":
        reset(frame.cursor);
        break;
      case "watched":
        if (frame.conversation_id === shown.value) void transcripts.open(shown.value, true);
        break;
      case "typing":
        typing.hear(frame);
        break;
      case "company":
        company.hear(frame);
        break;
      case "board":
        onBoard?.(frame);
        break;
      case "event":
        tell(frame);
        cursor = further(cursor, frame.cursor);
        break;
      case "synced":
        cursor = further(cursor, frame.cursor);
    }
  }

  function tell(fact: Fact): void {
    for (const store of [inbox, transcripts, desk, outgoing, typing, sirens]) store.apply(fact);
  }

  function welcome(): void {
    outgoing.resume();
    void sirens.load();
    sayShown();
    if (resumed) {
      void desk.load().catch(() => undefined);
      transcripts.resume(shown.value);
    }
    resumed = true;
  }

  function reset(from: string): void {
    outgoing.resume();
    void sirens.load();
    cursor = from;
    resumed = true;
    sayShown();
    void whenReached(async () => void (await inbox.load()));
    void desk.load().catch(() => undefined);
    void transcripts.restart(shown.value);
  }

  function settle(): void {
    if (settled.value) syncedAt.value = Date.now();
    else settling ??= setTimeout(settleDown, SETTLED_MS);
  }

  function settleDown(): void {
    settled.value = true;
    syncedAt.value = Date.now();
  }

  /** Says which conversation is on the screen: its facts come even if it is somebody else's. */
  function show(conversationId: string | undefined): void {
    if (conversationId === shown.value) return;
    if (shown.value !== undefined) link.say({ t: "unwatch", conversation_id: shown.value });
    shown.value = conversationId;
    if (conversationId !== undefined) link.say({ t: "watch", conversation_id: conversationId });
  }

  /** Shows the board from now on, as long as `hear` is given; the hub begins with everything. */
  function watchBoard(hear: ((frame: BoardFrame) => void) | undefined): void {
    onBoard = hear;
    link.say({ t: "board", on: hear !== undefined });
  }

  /** A new link knows nothing of what the page shows. */
  function sayShown(): void {
    if (shown.value !== undefined) link.say({ t: "watch", conversation_id: shown.value });
    if (onBoard !== undefined) link.say({ t: "board", on: true });
  }

  /** Tells colleagues, and of a reply the tourist, that one is writing or has stopped; `words` still stand there. */
  function sayTyping(conversationId: string, on: boolean, note: boolean, words: boolean): void {
    link.say({ t: "typing", conversation_id: conversationId, on, note, words });
  }

  window.addEventListener("online", () => link.hurry());
  document.addEventListener("visibilitychange", () => void (document.hidden || link.hurry()));
  watch(
    () => session.user?.id,
    (id, was) => {
      if (was !== undefined && id !== was) stop();
    },
  );

  return { linkState, synced, syncedAt, running, start, stop, show, watchBoard, sayTyping, shown };
});
