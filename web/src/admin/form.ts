/** A form over something that the hub keeps: a draft, what is wrong with it, and whether anything is unsaved. */

import { ElMessageBox } from "element-plus";
import { type ComputedRef, computed, onBeforeUnmount, onMounted, type Ref, ref } from "vue";
import { onBeforeRouteLeave, onBeforeRouteUpdate } from "vue-router";
import { Refused } from "@/shared/api/problem";
import { type Text, useText } from "@/shared/i18n/text";
import { faultWords } from "./names";

export interface Form<T> {
  readonly draft: Ref<T>;
  readonly dirty: ComputedRef<boolean>;
  readonly busy: Ref<boolean>;
  readonly failure: Ref<unknown>;
  /** True while something is written that the draft cannot hold; nothing is sent, and leaving would lose it. */
  readonly unreadable: Ref<boolean>;
  /** Takes what the hub has now as the state that nothing is unsaved against. */
  take(value: T): void;
  /** Sends the draft; true when the hub took it. False, without asking, while something is unreadable. */
  send(work: () => Promise<unknown>): Promise<boolean>;
  /** Why a field was refused, in words; undefined when it was not. */
  fault(field: string): string | undefined;
  /** The same for anything at or below a place. */
  faultUnder(place: string): string | undefined;
}

/** Makes the form; leaving the page with unsaved changes is asked about. */
export function useForm<T>(initial: T): Form<T> {
  const text = useText();
  const draft = ref(copy(initial)) as Ref<T>;
  const kept = ref(JSON.stringify(initial));
  const busy = ref(false);
  const failure = ref<unknown>();
  const unreadable = ref(false);
  const dirty = computed(() => unreadable.value || JSON.stringify(draft.value) !== kept.value);
  guard(text, dirty);

  async function send(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value || unreadable.value) return false;
    busy.value = true;
    failure.value = undefined;
    try {
      await work();
      kept.value = JSON.stringify(draft.value);
      return true;
    } catch (error) {
      failure.value = error;
      return false;
    } finally {
      busy.value = false;
    }
  }

  return {
    draft,
    dirty,
    busy,
    failure,
    unreadable,
    take(value) {
      draft.value = copy(value);
      kept.value = JSON.stringify(value);
      failure.value = undefined;
      unreadable.value = false;
    },
    send,
    fault: (field) => wordsOf(text, failure.value, (place) => place === field),
    faultUnder: (place) =>
      wordsOf(text, failure.value, (found) => found === place || found.startsWith(`${place}/`)),
  };
}

/** A deep copy of plain data. */
export function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function wordsOf(text: Text, failure: unknown, fits: (place: string) => boolean): string | undefined {
  if (!(failure instanceof Refused)) return undefined;
  const found = failure.values.find(({ pointer }) => fits(pointer.replace(/^#\//, "")));
  return found === undefined ? undefined : faultWords(text, found.code);
}

function guard(text: Text, dirty: ComputedRef<boolean>): void {
  const warn = (event: BeforeUnloadEvent): void => {
    if (dirty.value) event.preventDefault();
  };
  onMounted(() => window.addEventListener("beforeunload", warn));
  onBeforeUnmount(() => window.removeEventListener("beforeunload", warn));
  onBeforeRouteLeave(() => mayLeave(text, dirty.value));
  onBeforeRouteUpdate(() => mayLeave(text, dirty.value));
}

async function mayLeave(text: Text, dirty: boolean): Promise<boolean> {
  return (
    !dirty || confirmed(text, text.t("admin.unsaved"), text.t("admin.unsavedTitle"), text.t("admin.discard"))
  );
}

/** Asks before something is lost; the safe answer has the focus. */
export async function confirmed(text: Text, question: string, title: string, deed: string): Promise<boolean> {
  return ElMessageBox.confirm(question, title, {
    confirmButtonText: deed,
    cancelButtonText: text.t("admin.keep"),
    type: "warning",
    autofocus: false,
  }).then(
    () => true,
    () => false,
  );
}
