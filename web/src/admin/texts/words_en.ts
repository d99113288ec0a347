/** The words of the page of texts, in English. */
export const textsEn = {
  lead: "What is said to tourists can be put in an organisation's own words. What is not written is said as the organisations above have it, else as the hub comes with it. What is saved is said from the next time on.",
  columns: { text: "Text", when: "When", state: "This organisation" },
  own: "own words: {langs}",
  none: "not rewritten",
  editHint: "Left empty, what stands below is said. At most {count} characters.",
  mustSay: "These numbers have to be named: {numbers}. More may be said, but not less.",
  slots: "Slots that can be used; they are filled in when it is said:",
  slotSample: "such as “{sample}”",
  source: {
    built_in: "comes with the hub",
    above: "from an organisation above",
    other_language: "not in this language; said instead",
  },
  nothing: "Nothing comes with the hub: nothing is shown, or the page has words of its own.",
  preview: "What tourists see",
  takeOver: "Begin with these words",
  giveBack: "Back to the default",
  langLabel: "Words: {lang}",
} as const;
