/**
 * Whether the hub can be reached, and the patient asking until it can.
 *
 * While all is well a visible page asks now and then, so that someone who only reads learns of a dead server too; once
 * it is lost it asks every few seconds until an answer comes.
 */

import { defineStore } from "pinia";
import { ref, watch } from "vue";

const PROBE = "/healthz";
const PROBE_WITHIN_MS = 4_000;
const CALM_MS = 15_000;
const RETRY_MS = [1_000, 2_000, 3_000, 5_000] as const;

export const useConnection = defineStore("connection", () => {
  const lost = ref(false);
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Tells what an attempt to speak with the hub showed. */
  function report(reached: boolean): void {
    failures = reached ? 0 : failures + 1;
    lost.value = !reached;
    plan();
  }

  /** Starts watching; the page calls it once. */
  function watchOver(): void {
    window.addEventListener("online", () => void probe());
    window.addEventListener("offline", () => report(false));
    document.addEventListener("visibilitychange", () => void (document.hidden || probe()));
    plan();
  }

  /** Resolves as soon as the hub answers; at once when it is not lost. */
  function untilReached(): Promise<void> {
    return new Promise((resolve) => {
      const stop = watch(
        lost,
        (isLost) => {
          if (isLost) return;
          resolve();
          queueMicrotask(() => stop());
        },
        { immediate: true },
      );
    });
  }

  /** Asks the hub once whether it is there. */
  async function probe(): Promise<void> {
    const signal = AbortSignal.timeout(PROBE_WITHIN_MS);
    const answer = await fetch(PROBE, { cache: "no-store", signal }).catch(() => undefined);
    report(answer?.ok === true);
  }

  function plan(): void {
    clearTimeout(timer);
    const step = Math.min(failures, RETRY_MS.length) - 1;
    timer = setTimeout(() => void (document.hidden ? plan() : probe()), RETRY_MS[step] ?? CALM_MS);
  }

  return { lost, report, probe, untilReached, watchOver };
});
