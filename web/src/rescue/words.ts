import type { SameKeys } from "@/shared/i18n/tree";

export const zhCN = {
  region: "紧急求助警报",
  announce: "紧急求助无人接手：{where}，{who}",
  nobody: "🆘 紧急求助，无人接手",
  waited: "已等待 {time}",
  place: "查看位置",
  take: "立即接手",
  acknowledge: "我来安排",
  seenBy: "🆘 紧急求助，{name} 正在处理",
  total: "{count} 条求助",
  all: "显示全部 {count} 条",
  fewer: "收起",
  muffled: "浏览器暂时禁止了声音：请点击页面任意处，打开警报声。",
  lower: "解除紧急",
  lowered: "已解除紧急，转为普通会话。",
  raise: "升级为紧急求助",
  raised: "已升级为紧急求助，并创建了救援工单。",
} as const;

export const en: SameKeys<typeof zhCN> = {
  region: "Rescue alarms",
  announce: "Nobody has taken a call for rescue: {where}, {who}",
  nobody: "🆘 Rescue: nobody has taken it",
  waited: "waiting {time}",
  place: "Show the place",
  take: "Take it now",
  acknowledge: "I am seeing to it",
  seenBy: "🆘 Rescue: {name} is seeing to it",
  total: "{count} calls for help",
  all: "Show all {count}",
  fewer: "Show fewer",
  muffled: "The browser keeps the siren silent: click anywhere on the page to let it sound.",
  lower: "No emergency",
  lowered: "Back to an everyday conversation.",
  raise: "This is a rescue",
  raised: "Now a rescue, with a ticket of its own.",
};
