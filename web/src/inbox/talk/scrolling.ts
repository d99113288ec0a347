/** Keeps a transcript where the reader is: at its end while new words come, in its place while older ones do. */

import { nextTick, onBeforeUnmount, onMounted, type Ref, ref, watch } from "vue";

/** So near to the end counts as the end. */
const NEAR_PX = 64;
/** So near to the beginning asks for more. */
const EARLY_PX = 240;

export interface Scrolling {
  readonly atEnd: Ref<boolean>;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
}

/**
 * Follows `box`, which scrolls `content`, while `first` and `last` name the lines at its two ends; `wantOlder` is called when the reader comes
 * near to the beginning.
 */
export function useScrolling(
  box: Readonly<Ref<HTMLElement | null>>,
  content: Readonly<Ref<HTMLElement | null>>,
  ends: { first: () => string | undefined; last: () => string | undefined },
  wantOlder: () => void,
): Scrolling {
  const atEnd = ref(true);
  let topBefore = 0;
  const observer = new ResizeObserver(() => {
    if (atEnd.value) toEnd();
  });

  function onScroll(): void {
    const element = box.value;
    if (element === null) return;
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    // Only who scrolls up leaves the end: what grows under one's eyes moves it away, and it is followed.
    atEnd.value = isNear || (atEnd.value && element.scrollTop >= topBefore);
    topBefore = element.scrollTop;
    if (element.scrollTop < EARLY_PX) wantOlder();
  }

  function toEnd(): void {
    const element = box.value;
    if (element === null) return;
    element.scrollTop = element.scrollHeight;
    topBefore = element.scrollTop;
    atEnd.value = true;
  }

  // Called before the new lines are drawn, and gone on with afterwards.
  watch([ends.first, ends.last], async ([first], [firstBefore]) => {
    const element = box.value;
    if (element === null) return;
    const [height, top, wasAtEnd] = [element.scrollHeight, element.scrollTop, atEnd.value];
    await nextTick();
    if (wasAtEnd) toEnd();
    else if (first !== firstBefore) element.scrollTop = top + element.scrollHeight - height;
    onScroll();
  });

  onMounted(() => {
    for (const element of [box.value, content.value]) if (element !== null) observer.observe(element);
    toEnd();
  });
  onBeforeUnmount(() => observer.disconnect());

  return { atEnd, onScroll, toEnd };
}
