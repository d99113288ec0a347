import { expect, test } from "vitest";
import { stylesOf } from "./element_styles.mjs";

test("every imported component brings its own styles", () => {
  const code = 'import { ElButton as Button, type ButtonProps,\n  ElDropdownItem } from "element-plus";';
  expect(stylesOf(code)).toEqual([
    "element-plus/es/components/button/style/css",
    "element-plus/es/components/dropdown-item/style/css",
  ]);
});

test("other imports bring nothing", () => {
  expect(
    stylesOf('import zh from "element-plus/es/locale/lang/zh-cn"; import { ElseWhere } from "vue";'),
  ).toEqual([]);
});
