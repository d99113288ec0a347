/** Counts down to the moment when signing in is allowed again, by the machine's steady clock. */

import { computed, onBeforeUnmount, ref } from "vue";

/** A countdown that belongs to the component which asks for it. */
export function useCountdown() {
  const leftS = ref(0);
  let untilMs = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  function tick(): void {
    leftS.value = Math.max(0, Math.ceil((untilMs - performance.now()) / 1000));
    if (leftS.value === 0) clearInterval(timer);
  }

  function start(seconds: number): void {
    clearInterval(timer);
    untilMs = performance.now() + seconds * 1000;
    timer = setInterval(tick, 250);
    tick();
  }

  onBeforeUnmount(() => clearInterval(timer));

  return { start, running: computed(() => leftS.value > 0), clock: computed(() => clock(leftS.value)) };
}

/** Seconds as people read them on a clock: 75 is 1:15. */
export function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
