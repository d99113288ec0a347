import type { SameKeys } from "@/shared/i18n/tree";

export const zhCN = {
  title: "登录",
  lead: "使用您的工作账号登录。",
  slogan: "一个收件箱，接住每一位游客",
  sloganDetail: "文字、语音、通知与报表，都在同一个地方。",
  login: "账号",
  password: "密码",
  submit: "登录",
  submitting: "正在登录…",
  loginMissing: "请输入账号。",
  passwordMissing: "请输入密码。",
  expired: "登录已过期，请重新登录。",
  reset: "管理员已重置您的密码。请使用管理员给您的一次性密码登录。",
  signedOut: "您已退出登录。",
  locked: "尝试次数过多，已暂时锁定。请稍后再试。",
  lockedFor: "{time} 后可重试",
  help: "忘记密码？请联系管理员重置。",
} as const;

export const en: SameKeys<typeof zhCN> = {
  title: "Sign in",
  lead: "Sign in with your work account.",
  slogan: "One inbox for every tourist",
  sloganDetail: "Messages, calls, notices and reports, all in one place.",
  login: "Account",
  password: "Password",
  submit: "Sign in",
  submitting: "Signing in…",
  loginMissing: "Enter your account.",
  passwordMissing: "Enter your password.",
  expired: "Your sign-in has expired. Please sign in again.",
  reset: "An administrator has reset your password. Sign in with the one-time password you are given.",
  signedOut: "You have signed out.",
  locked: "Too many attempts. Signing in is locked for a while; please try again later.",
  lockedFor: "You can try again in {time}",
  help: "Forgot your password? Ask your administrator to reset it.",
};
