import { mount } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defineComponent, h, nextTick, ref, useTemplateRef } from "vue";
import { type Scrolling, useScrolling } from "./scrolling";

/** A box as a browser lays it out: it cannot be scrolled further than its content goes. */
class Layout {
  content = 2000;
  height = 500;
  #top = 0;

  get top(): number {
    return Math.min(this.#top, Math.max(0, this.content - this.height));
  }

  set top(value: number) {
    this.#top = value;
    this.#top = this.top;
  }

  /** The browser moves what no longer fits, for good. */
  settle(): void {
    this.#top = this.top;
  }

  give(element: HTMLElement): void {
    Object.defineProperties(element, {
      scrollHeight: { get: () => this.content },
      clientHeight: { get: () => this.height },
      scrollTop: {
        get: () => this.top,
        set: (value: number) => {
          this.top = value;
        },
      },
    });
  }
}

let resized: () => void = () => undefined;

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(run: () => void) {
        resized = run;
      }
      observe(): void {}
      disconnect(): void {}
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

function open(): { scrolling: Scrolling; layout: Layout; last: { value: string } } {
  const layout = new Layout();
  const last = ref("one");
  let scrolling: Scrolling | undefined;
  const Box = defineComponent({
    setup() {
      const box = useTemplateRef<HTMLElement>("box");
      const content = useTemplateRef<HTMLElement>("content");
      const give = (element: unknown) => {
        if (element instanceof HTMLElement && !Object.hasOwn(element, "scrollTop")) layout.give(element);
      };
      scrolling = useScrolling(
        box,
        content,
        { first: () => "first", last: () => last.value },
        () => undefined,
      );
      return () =>
        h("div", [
          h("section", { ref: "box", onVnodeMounted: (node) => give(node.el) }, [
            h("div", { ref: "content" }),
          ]),
        ]);
    },
  });
  mount(Box);
  return { scrolling: scrolling as Scrolling, layout, last };
}

describe("a transcript's end", () => {
  it("is kept when something beside the transcript comes and goes", () => {
    const { scrolling, layout } = open();
    scrolling.toEnd();
    layout.height = 800;
    layout.settle();
    layout.height = 400;
    scrolling.onScroll();
    expect([layout.top, scrolling.atEnd.value]).toEqual([1600, true]);
  });

  it("is kept when rows grow after they were drawn", () => {
    const { scrolling, layout } = open();
    scrolling.toEnd();
    layout.content = 2447;
    resized();
    expect([layout.top, scrolling.isShown()]).toEqual([1947, true]);
  });

  it("is not in sight before it has been reached", () => {
    const { scrolling, layout } = open();
    scrolling.toEnd();
    layout.content = 2447;
    expect([scrolling.atEnd.value, scrolling.isShown()]).toEqual([true, false]);
  });

  it("is left by scrolling up, and new words then move nothing", async () => {
    const { scrolling, layout, last } = open();
    scrolling.toEnd();
    layout.top = 900;
    scrolling.onScroll();
    expect(scrolling.atEnd.value).toBe(false);
    last.value = "two";
    layout.content = 2100;
    await nextTick();
    await nextTick();
    resized();
    expect(layout.top).toBe(900);
  });
});
