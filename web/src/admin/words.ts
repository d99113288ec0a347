export { en } from "./words_en";
export { zhCN } from "./words_zh";
