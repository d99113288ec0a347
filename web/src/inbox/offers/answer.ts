/** Answering an offer from wherever it is shown. */

import { ElMessage } from "element-plus";
import { useRouter } from "vue-router";
import { useText } from "@/shared/i18n/text";
import { problemWords } from "../names";
import { useOffers } from "../stores/offers";
import type { Offer } from "../types";

export interface Answer {
  /** Takes it and shows the conversation. */
  readonly accept: (offer: Offer) => Promise<void>;
  readonly decline: (offer: Offer) => Promise<void>;
}

/** The answers, inside a component. */
export function useAnswer(): Answer {
  const text = useText();
  const router = useRouter();
  const offers = useOffers();

  async function accept(offer: Offer): Promise<void> {
    await told(async () => {
      await offers.accept(offer);
      await router.push({ name: "inbox", query: { c: offer.conversation.id } });
    });
  }

  async function decline(offer: Offer): Promise<void> {
    await told(async () => {
      await offers.decline(offer);
      ElMessage.info(text.t("inbox.offers.declined"));
    });
  }

  async function told(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      ElMessage.warning(problemWords(text, error));
    }
  }

  return { accept, decline };
}
