/** All words by language. Each area keeps its own words beside its pages; Chinese is written first. */

import * as account from "@/account/words";
import * as admin from "@/admin/words";
import * as inbox from "@/inbox/words";
import * as rescue from "@/rescue/words";
import * as shell from "@/shell/words";
import * as signIn from "@/signin/words";
import * as supervisor from "@/supervisor/words";
import * as tickets from "@/tickets/words";
import * as problems from "./problem_words";

export const zhCN = {
  account: account.zhCN,
  admin: admin.zhCN,
  inbox: inbox.zhCN,
  problems: problems.zhCN,
  rescue: rescue.zhCN,
  shell: shell.zhCN,
  signIn: signIn.zhCN,
  supervisor: supervisor.zhCN,
  tickets: tickets.zhCN,
} as const;

export const en = {
  account: account.en,
  admin: admin.en,
  inbox: inbox.en,
  problems: problems.en,
  rescue: rescue.en,
  shell: shell.en,
  signIn: signIn.en,
  supervisor: supervisor.en,
  tickets: tickets.en,
} as const;
