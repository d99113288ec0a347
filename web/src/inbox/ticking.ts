/** The time now, moving on by itself while somebody looks at it. */

import { onBeforeUnmount, type Ref, ref } from "vue";

/** The time by this machine's clock, renewed each `everyMs` as long as the component lives. */
export function useNow(everyMs = 1000): Ref<number> {
  const now = ref(Date.now());
  const timer = setInterval(() => {
    now.value = Date.now();
  }, everyMs);
  onBeforeUnmount(() => clearInterval(timer));
  return now;
}
