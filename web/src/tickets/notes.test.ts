import { describe, expect, test } from "vitest";
import { piecesOf } from "./notes";

const PLACE =
  "📍 30.131800, 118.166800 (WGS-84)\nhttps://uri.amap.com/marker?position=118.17,30.13&name=%E4%BD%8D";

describe("a note", () => {
  test("shows the map of a place as a link", () => {
    expect(piecesOf(PLACE)).toEqual([
      { words: "📍 30.131800, 118.166800 (WGS-84)\n", href: undefined, isMap: false },
      { words: PLACE.split("\n")[1], href: PLACE.split("\n")[1], isMap: true },
    ]);
  });

  test.each(["", "没有链接", "http://plain.example", "javascript:alert(1)"])("%j has no link", (note) => {
    expect(piecesOf(note).some(({ href }) => href !== undefined)).toBe(false);
  });

  test("loses nothing, and a link ends where the sentence goes on", () => {
    const note = "见 https://a.example/x，再看 https://b.example/?q=1 。完";
    const pieces = piecesOf(note);
    expect(pieces.map(({ words }) => words).join("")).toBe(note);
    expect(pieces.flatMap(({ href }) => href ?? [])).toEqual([
      "https://a.example/x",
      "https://b.example/?q=1",
    ]);
  });
});
