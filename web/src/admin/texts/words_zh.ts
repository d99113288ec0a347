/** The words of the page of texts, in Chinese. */
export const textsZh = {
  lead: "对游客说的话，可以按机构改写。没有写的，沿用上级机构的，再没有就用系统自带的。保存后，从下一次起就这样说。",
  columns: { text: "内容", when: "说明", state: "本机构" },
  own: "已改写：{langs}",
  none: "未改写",
  editHint: "留空表示沿用下面的内容。最多 {count} 个字。",
  mustSay: "必须写明：{numbers}。可以增加内容，不能去掉这些号码。",
  slots: "可以使用的占位符，发送时自动填入：",
  slotSample: "例如“{sample}”",
  source: {
    built_in: "系统自带",
    above: "上级机构",
    other_language: "没有此语言，改说",
  },
  nothing: "没有自带内容，不显示，或由页面显示自己的内容。",
  preview: "游客看到",
  takeOver: "以此为底稿修改",
  giveBack: "恢复默认",
  langLabel: "{lang}的内容",
} as const;
