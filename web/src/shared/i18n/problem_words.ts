/**
 * What the hub's refusals mean to the person in front of the page.
 *
 * `codes` has the codes of problems that deserve words of their own; all others are told by their kind.
 */

import type { SameKeys } from "./tree";

export const zhCN = {
  codes: {
    bad_credentials: "账号或密码不正确。",
    credentials_too_long: "账号或密码太长，请检查是否粘贴了别的内容。",
    not_signed_in: "登录已过期，请重新登录。",
    password_reset: "管理员已重置您的密码，请重新登录。",
    locked_out: "尝试次数过多，请稍后再试。",
    password_change_required: "请先设置自己的密码。",
    csrf_token_wrong: "此页面已失效，您可能在另一个窗口换了账号。请重新加载页面。",
    foreign_origin: "当前访问地址与系统设置不一致，操作被拒绝。请联系管理员检查 HUB_PUBLIC_URL。",
    idempotency_key_in_use: "上一次操作仍在处理中，请稍候查看结果。",
  },
  kinds: {
    not_permitted: "您没有进行此操作的权限。",
    not_found: "找不到要操作的内容，它可能已被删除。",
    conflict: "情况已经变化，操作没有执行。请查看最新内容后再决定。",
    not_acceptable: "填写的内容不符合要求（{code}）。",
    too_many: "操作过于频繁，请稍后再试。",
    unavailable: "系统暂时无法处理，请稍后再试。",
    fault: "系统出错，操作没有完成。请联系管理员，并提供编号 {correlation}。",
    other: "操作没有完成（{code}）。请重试；若仍不行，请把这个代码告诉管理员。",
  },
  server_away: "暂时连不上服务器，请检查网络后重试。",
} as const;

export const en: SameKeys<typeof zhCN> = {
  codes: {
    bad_credentials: "The account or the password is not right.",
    credentials_too_long: "The account or the password is too long. Perhaps something else was pasted.",
    not_signed_in: "Your sign-in has expired. Please sign in again.",
    password_reset: "An administrator has reset your password. Please sign in again.",
    locked_out: "Too many attempts. Please try again later.",
    password_change_required: "Set your own password first.",
    csrf_token_wrong:
      "This page is out of date; you may have changed accounts in another window. Please reload it.",
    foreign_origin:
      "You reached the system at an address it does not know, so it refused. Ask your administrator to check HUB_PUBLIC_URL.",
    idempotency_key_in_use: "The last request is still being worked on. Please look again shortly.",
  },
  kinds: {
    not_permitted: "You are not permitted to do this.",
    not_found: "This no longer exists; it may have been deleted.",
    conflict: "Something has changed meanwhile, so this was not done. Look again, then decide.",
    not_acceptable: "Some of what you entered is not acceptable ({code}).",
    too_many: "Too many requests. Please try again shortly.",
    unavailable: "The system cannot do this right now. Please try again shortly.",
    fault:
      "Something went wrong in the system and this was not done. Give your administrator the number {correlation}.",
    other:
      "This was not done ({code}). Please try again; if it keeps failing, give this code to your administrator.",
  },
  server_away: "The server cannot be reached. Check your network and try again.",
};
