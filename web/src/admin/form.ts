/** A form over something that the hub keeps: a draft, what is wrong with it, and whether anything is unsaved. */

import { ElMessageBox } from "element-plus";
import { type ComputedRef, computed, onBeforeUnmount, onMounted, type Ref, ref } from "vue";
import { onBeforeRouteLeave, onBeforeRouteUpdate } from "vue-router";
import { Refused, type ValueProblem } from "@/shared/api/problem";
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
  /** True when all that was refused has been written otherwise since. */
  readonly mended: ComputedRef<boolean>;
  /** Why a field was refused, in words; undefined when it was not, or stands otherwise by now. */
  fault(field: string): string | undefined;
  /** The same for all that is at or below a place. */
  faultUnder(place: string): string | undefined;
  /** All that is wrong below a place, each by the rest of its place. */
  faultsUnder(place: string): readonly { readonly place: string; readonly words: string }[];
}

/**
 * Makes the form; leaving the page with unsaved changes is asked about.
 *
 * `bodyOf` says how a draft is sent, so that the places in a refusal can be found in it again; usually as it stands.
 */
export function useForm<T>(initial: T, bodyOf: (draft: T) => unknown = (draft) => draft): Form<T> {
  const text = useText();
  const draft = ref(copy(initial)) as Ref<T>;
  const kept = ref(JSON.stringify(initial));
  const busy = ref(false);
  const failure = ref<unknown>();
  const unreadable = ref(false);
  /** What was refused, as it was sent. */
  const refused = ref<unknown>();
  const faults = computed(() => {
    const { value: error } = failure;
    if (!(error instanceof Refused)) return [];
    const now = bodyOf(draft.value);
    return error.values.filter(({ pointer }) => same(at(now, pointer), at(refused.value, pointer)));
  });
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
      refused.value = copy(bodyOf(draft.value));
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
    mended: computed(() => {
      const { value: error } = failure;
      return error instanceof Refused && error.values.length > 0 && faults.value.length === 0;
    }),
    fault: (field) => sentence(faultsAt(text, faults.value, (place) => place === field)),
    faultUnder: (place) => sentence(faultsAt(text, faults.value, (found) => within(found, place))),
    faultsUnder: (place) =>
      faultsAt(text, faults.value, (found) => within(found, place)).map((one) => ({
        place: one.place.slice(place.length + 1).replaceAll("/", "."),
        words: one.words,
      })),
  };
}

/** A deep copy of plain data. */
export function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function faultsAt(
  text: Text,
  faults: readonly ValueProblem[],
  fits: (place: string) => boolean,
): { place: string; words: string }[] {
  return faults
    .map(({ pointer, code }) => ({ place: pointer.replace(/^#\//, ""), words: faultWords(text, code) }))
    .filter(({ place }) => fits(place));
}

function within(found: string, place: string): boolean {
  return found === place || found.startsWith(`${place}/`);
}

/** What is wrong, each thing once. */
function sentence(faults: readonly { words: string }[]): string | undefined {
  return faults.length === 0 ? undefined : [...new Set(faults.map(({ words }) => words))].join(" ");
}

/** What stands at the place of a JSON pointer; of a place within words, the words. */
function at(body: unknown, pointer: string): unknown {
  const steps = pointer.replace(/^#\//, "").split("/");
  return steps.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[step] : value,
    body,
  );
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
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
