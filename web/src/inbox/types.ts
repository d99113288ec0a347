/** The hub's own shapes, by the names the pages use for them. */

import type { Schemas } from "@/shared/api/operations";

export type Conversation = Schemas["ConversationView"];
export type Message = Schemas["MessageView"];
export type Offer = Schemas["OfferView"];
export type Inbox = Schemas["InboxView"];
export type Segment = Schemas["SegmentView"];
export type TicketMark = Schemas["TicketMarkView"];
export type Hit = Schemas["HitView"];
export type Customer = Schemas["CustomerView"];
export type Desk = Schemas["DeskView"];
export type Choices = Schemas["ChoicesView"];
/** How a conversation stands after a command. */
export type Standing = Schemas["StepView"];
