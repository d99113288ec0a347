import { describe, expect, it } from "vitest";
import type { State } from "./frames";
import { Talk } from "./talk";
import { headline, placeOf, waitOf } from "./thread";
import { speak } from "./words";

const { words } = speak("zh-CN");

function standing(state: Partial<State>): Talk {
  const talk = new Talk();
  talk.take(
    { t: "state", phase: "queued", agent: null, queue_pos: null, eta_s: null, eta_p90_s: null, ...state },
    0,
  );
  return talk;
}

describe("what is said to somebody who waits", () => {
  it("is the place and a range of minutes", () => {
    const talk = standing({ queue_pos: 4, eta_s: 120, eta_p90_s: 300 });
    expect(headline(talk, words)).toBe("正在为您接通人工客服，请稍候。");
    expect(waitOf(talk, words)).toBe("您前面还有 3 位，预计等待 2–5 分钟");
    expect(waitOf(talk, speak("en").words)).toBe("People before you: 3. Expected wait: 2–5 minutes");
  });

  it("is the place alone where nobody knows how long, and nothing where there is no place", () => {
    expect(waitOf(standing({ queue_pos: 4 }), words)).toBe("您前面还有 3 位");
    expect(waitOf(standing({}), words)).toBe("");
  });

  it("tells the next one so, and one figure where both ends are the same", () => {
    const talk = standing({ queue_pos: 1, eta_s: 60, eta_p90_s: 60 });
    expect(waitOf(talk, words)).toBe("下一位就是您，预计等待约 1 分钟");
  });

  it("is not that somebody comes where nobody is there", () => {
    expect(headline(standing({ nobody: true }), words)).toBe(
      "现在没有客服值班。请留言，我们会按先后顺序回复。",
    );
    expect(waitOf(standing({ nobody: true }), words)).toBe("");
  });

  it("names nobody where the one who answers has no public name", () => {
    expect(headline(standing({ phase: "agent" }), words)).toBe("客服正在为您服务");
  });

  it("does not pretend to count exactly far back", () => {
    expect(waitOf(standing({ queue_pos: 20 }), words)).toBe("您前面还有 19 位");
    expect(waitOf(standing({ queue_pos: 21 }), words)).toBe("您前面还有约 20 位");
    expect(waitOf(standing({ queue_pos: 41 }), words)).toBe("您前面还有约 40 位");
  });

  it("is over when the agent is there", () => {
    const talk = standing({ queue_pos: 1, eta_s: 60, eta_p90_s: 120 });
    talk.take(
      { t: "state", phase: "agent", agent: "小李", queue_pos: null, eta_s: null, eta_p90_s: null },
      1,
    );
    expect([waitOf(talk, words), placeOf(talk, words)]).toEqual(["", ""]);
    expect(headline(talk, words)).toBe("小李 正在为您服务");
  });

  it("is heard only when the place changes", () => {
    const talk = standing({ queue_pos: 4, eta_s: 120, eta_p90_s: 300 });
    const before = placeOf(talk, words);
    talk.take({ t: "state", phase: "queued", agent: null, queue_pos: 4, eta_s: 180, eta_p90_s: 360 }, 1);
    expect(placeOf(talk, words)).toBe(before);
  });
});
