import { expect, test } from "vitest";
import { stage } from "../testing";
import { useDesk } from "./desk";

test("who has set one's state is known after a reload too, until one asks for a state oneself", async () => {
  const here = stage();
  const desk = { is_agent: true, state: "break", forced: { by: "赵敏", state: "break" } };
  here.on("GET /api/agents/me", () => desk);
  here.on("POST /api/agents/me/state", () => ({ ...desk, state: "ready", forced: null }));
  const store = useDesk();
  await store.load();
  expect(store.forced).toEqual({ by: "赵敏", state: "break" });
  await store.ask("ready");
  expect(store.forced).toBeUndefined();
});
