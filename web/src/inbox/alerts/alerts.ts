/** What makes itself heard and seen when an offer rings or a tourist writes. */

import { defineStore, storeToRefs } from "pinia";
import { computed, ref, watch } from "vue";
import { useLive } from "../live/live";
import { useInbox } from "../stores/inbox";
import { Bell } from "./bell";
import { notify } from "./desktop";
import { useAlertPreferences } from "./preferences";
import { TitleSignal } from "./title";

const TEST_S = 1;

export interface AlertWords {
  readonly title: () => string;
  readonly notification: (rescue: boolean) => string;
}

export const useAlerts = defineStore("alerts", () => {
  const inbox = useInbox();
  const live = useLive();
  const { sound, desktop } = storeToRefs(useAlertPreferences());
  const bell = new Bell();
  const title = new TitleSignal(document);
  /** The browser keeps the bell silent until somebody touches the page. */
  const muffled = ref(false);
  let takeAway: () => void = () => undefined;

  const ringing = computed(() =>
    inbox.ringing.map((offer) => `${offer.work_item_id} ${offer.offer_epoch}`).join(),
  );
  // A rescue that an offer turns into rings anew, in its own tone.
  const rescue = computed(() => inbox.ringing.some((offer) => offer.conversation.rescue));
  const words = computed(() => inbox.list.reduce((sum, conversation) => sum + conversation.unread, 0));

  /** Begins to watch; returns how to end it. */
  function begin(say: AlertWords): () => void {
    const stops = [
      watch([ringing, rescue, sound], () => ring(say), { immediate: true }),
      watch(words, (now, before) => heard(now, before ?? now), { immediate: true }),
    ];
    const touched = () => {
      bell.unlock();
      if (muffled.value) ring(say);
    };
    // A finger counts for the browser only once it is lifted.
    document.addEventListener("pointerdown", touched);
    document.addEventListener("pointerup", touched);
    document.addEventListener("keydown", touched);
    return () => {
      for (const stop of stops) stop();
      document.removeEventListener("pointerdown", touched);
      document.removeEventListener("pointerup", touched);
      document.removeEventListener("keydown", touched);
      bell.silence();
      takeAway();
      title.stop();
    };
  }

  function ring(say: AlertWords): void {
    takeAway();
    const untilMs = Math.max(0, ...inbox.ringing.map(({ until_ms }) => until_ms));
    if (untilMs === 0) {
      bell.silence();
      title.flash("");
      return;
    }
    const leftS = (untilMs - (Date.now() - inbox.aheadMs)) / 1000;
    if (sound.value) bell.ring(rescue.value ? "rescue" : "offer", leftS);
    else bell.silence();
    muffled.value = sound.value && bell.blocked;
    title.flash(say.title());
    if (desktop.value) takeAway = notify(say.title(), say.notification(rescue.value));
  }

  function heard(now: number, before: number): void {
    title.count(now);
    if (now > before && sound.value && live.synced && document.hidden) bell.tick();
  }

  /** Lets the bell be heard once. */
  function test(): void {
    bell.ring("offer", TEST_S);
  }

  return { muffled, begin, test };
});
