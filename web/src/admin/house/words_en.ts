/** The words of the page of the house's rules, in English. */
export const houseEn = {
  lead: "These rules hold for all queues of {org}. Once saved they hold at once for everybody who waits; nobody's waiting time is lost.",
  usual: "Back to usual",
  usualFilled: "The usual values are filled in. They hold once you save.",
  leftOut:
    "This was written by other ways, contradicts itself, and has no effect. Saving this page sets it right:",
  examples: "What this means",
  example: "{time} an everyday chat (class 5) stands before {who}.",
  afterWait: "After {time} of waiting",
  atOnce: "From the beginning",
  passedAgain: " (But the other one's points grow faster: if both go on waiting, it comes first again.)",
  ofClass: "a chat of class {code} that has just come",
  aVip: "a VIP of level {level} who has just come",
  anAngry: "somebody most dissatisfied who has just come",
  noVip: "VIPs have no head start now and wait like everybody else.",
  rescueExample:
    "A rescue always stands before everybody. If nobody has taken it after {time}, it rings at all agents with a free place.",
  formula:
    "Points = head start of the class + growth × (seconds waited + head start). More points go first, and among equals the longer wait.",
  seconds: "{count} s",
  minutes: "{count} min",
  minutesSeconds: "{minutes} min {seconds} s",
  classes: "Priority classes",
  classesHint:
    "The smaller the number, the more urgent. The head start counts as so many seconds of waiting from the beginning; the growth is what each further second adds. It is above 0, so that nobody waits for ever.",
  class: "Class",
  base: "Head start (s)",
  slope: "Growth",
  interrupts: "Interrupting",
  may: "may interrupt",
  interruptsHint:
    "May interrupt: where an agent has no free place, work in hand that can be put aside (such as an e-mail) is put aside.",
  className: "Class {code}",
  everydayClass: "Class {code} (everyday)",
  bulkClass: "Class {code} (bulk)",
  rescueClass: "Class 0 (rescue)",
  rescueFixed: "Before everything. This cannot be lowered, and no other class can stand beside it.",
  rescue: "A rescue that nobody takes",
  rescueHint:
    "Agents are first found by the rules of its queue. After the time below it rings at everybody with a free place, whatever the queue, organisation and skills.",
  rescueForAll: "Everybody is told after (s)",
  rescueForAllHint: "0 to 300 seconds; usually 30.",
  heads: "Head starts",
  headsHint:
    "Work is treated as if it had waited so many seconds longer, in the line and for widening steps.",
  vip: "VIP level {level} (s)",
  addVip: "Add a VIP level",
  removeVip: "Remove VIP level {level}",
  vipHint:
    "A level that is not written counts as the next lower one. A higher level never has a smaller head start.",
  dissatisfied: "Most dissatisfied tourists (s)",
  dissatisfiedHint:
    "Half of it at half the dissatisfaction. It is told by words of complaint and anger, answers the bot lacked, and coming back.",
  kinds: "Kinds of business",
  kindsHint:
    "The head start of a kind of business and the skills it asks for. Told by what tourists write: complaint, booking, repair, suggestion, rescue, else inquiry.",
  kindHead: "Head start (s)",
  kindNeed: "Skills asked for ({code})",
  otherNeed: "A need that is more than a list, kept as it is:",
  newKind: "Code of the kind",
  newKindHint: "Small letters, digits and underscores, beginning with a letter; such as complaint.",
  addKind: "Add",
  removeKind: "Remove the kind {code}",
  media: "What media take",
  mediaHint:
    "How many places of an agent a piece of work takes. How many an agent has is set under “Agents”.",
  takes: "Takes:",
  takesHint:
    "All places named must be free; places that an agent does not have are not counted. A call usually takes a chat place too, so an agent with all chats taken gets no call.",
  takesOf: "Places: {kind}",
  beyond: "Emergency places",
  beyondHint: "How far a rescue may go beyond capacity and peak.",
  closes: "Nothing of these while in hand:",
  mediumInterrupts: "Work of this medium may interrupt what can be put aside",
} as const;
