/** Keeps a transcript where the reader is: at its end while new words come, in its place while older ones do. */

import { nextTick, onBeforeUnmount, onMounted, type Ref, ref, watch } from "vue";

/** So near to the end counts as the end. */
const NEAR_PX = 64;
/** So near to the beginning asks for more. */
const EARLY_PX = 240;

export interface Scrolling {
  /** Whether the reader is at the end, or is being brought there. */
  readonly atEnd: Ref<boolean>;
  /** Whether the end is in sight at this very moment. */
  readonly isShown: () => boolean;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
  /** Brings one line into sight and stays there. */
  readonly toLine: (line: Element) => void;
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
  let before = { top: 0, size: "" };
  const observer = new ResizeObserver(follow);

  function onScroll(): void {
    const element = box.value;
    if (element === null) return;
    const isNear = isAtEnd(element);
    // Only who scrolls up leaves the end. What changes its size under one's eyes moves it too, and is followed.
    const isMoved = element.scrollTop < before.top && sizeOf(element) === before.size;
    atEnd.value = isNear || (atEnd.value && !isMoved);
    if (atEnd.value && !isNear) toEnd();
    else look(element);
    if (element.scrollTop < EARLY_PX) wantOlder();
  }

  function follow(): void {
    if (atEnd.value) toEnd();
    else if (box.value !== null) look(box.value);
  }

  function toEnd(): void {
    const element = box.value;
    if (element === null) return;
    element.scrollTop = element.scrollHeight;
    look(element);
    atEnd.value = true;
  }

  function toLine(line: Element): void {
    const element = box.value;
    if (element === null) return;
    atEnd.value = false;
    line.scrollIntoView({ block: "center" });
    look(element);
  }

  function look(element: HTMLElement): void {
    before = { top: element.scrollTop, size: sizeOf(element) };
  }

  function isShown(): boolean {
    return atEnd.value && box.value !== null && box.value.clientHeight > 0 && isAtEnd(box.value);
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
    // Letters of another height come late, and not every one of them changes a size that is watched.
    void document.fonts?.ready.then(follow);
  });
  onBeforeUnmount(() => observer.disconnect());

  return { atEnd, isShown, onScroll, toEnd, toLine };
}

function isAtEnd(element: HTMLElement): boolean {
  return element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
}

function sizeOf(element: HTMLElement): string {
  return `${element.scrollHeight} ${element.clientHeight}`;
}
