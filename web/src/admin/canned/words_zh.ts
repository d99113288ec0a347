/** The words of the pages of canned replies, in Chinese. */
export const cannedZh = {
  title: "标题",
  ownTitle: "我的常用语",
  lead: "坐席在回复框中输入“/”即可选用。本机构及其下级机构的坐席都能看到。",
  ownLead: "只有您自己能看到。在回复框中输入“/”即可选用，排在共用的常用语之前。",
  empty: "还没有常用语。把常说的话写在这里，坐席输入“/”即可选用。",
  ownEmpty: "还没有自己的常用语。把您常说的话写在这里，回复时输入“/”即可选用。",
  code: "快捷词",
  codeHint: "在“/”之后输入，例如 hello 或“问候”；不含空格，最多 32 个字。",
  langs: "语言",
  used: "使用次数",
  words: "内容",
  wordsHint: "优先使用游客的语言，没有则用中文。最多 {count} 个字。",
  slotsHint: "可以使用的占位符，选用时自动填入；查不到的会标出，坐席填好后才能发送：",
} as const;
