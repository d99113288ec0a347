/** Something read from the hub, with what went wrong; an answer that comes too late is thrown away. */

import { type Ref, ref, shallowRef } from "vue";

export interface Loaded<T> {
  readonly data: Ref<T | undefined>;
  readonly failure: Ref<unknown>;
  load(): Promise<void>;
}

export function useLoaded<T>(read: () => Promise<T>): Loaded<T> {
  const data = shallowRef<T>();
  const failure = ref<unknown>();
  let asked = 0;

  async function load(): Promise<void> {
    asked += 1;
    const mine = asked;
    failure.value = undefined;
    try {
      const found = await read();
      if (mine === asked) data.value = found;
    } catch (error) {
      if (mine === asked) failure.value = error;
    }
  }

  void load();
  return { data, failure, load };
}
