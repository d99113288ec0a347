import type { SameKeys } from "@/shared/i18n/tree";

export const zhCN = {
  title: "收件箱",
  emptyTitle: "暂时没有会话",
  emptyLead: "游客的消息转到人工后，会出现在这里。",
} as const;

export const en: SameKeys<typeof zhCN> = {
  title: "Inbox",
  emptyTitle: "No conversations yet",
  emptyLead: "When a tourist is handed over to people, the conversation appears here.",
};
