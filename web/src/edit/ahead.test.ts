import { afterEach, expect, test, vi } from "vitest";
import { keys } from "@/api";
import { queryClient } from "@/app/queries";
import { openAhead } from "./ahead";

function answering(status: number, body: unknown) {
  const fetched = vi.fn(async () => new Response(JSON.stringify(body), { status }));
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

afterEach(() => {
  queryClient.clear();
  vi.unstubAllGlobals();
});

test("an editor's address asks for its document at once", async () => {
  const fetched = answering(200, { id: "n1", kind: "file", name: "a.bin" });
  await openAhead("/edit/n1");
  expect(fetched).toHaveBeenCalledTimes(1);
  expect(queryClient.getQueryData(keys.node("n1"))).toMatchObject({ kind: "file" });
});

test("other addresses ask for nothing", async () => {
  const fetched = answering(200, {});
  for (const path of ["/", "/folder/n1", "/edit/", "/edit/n1/more"]) await openAhead(path);
  expect(fetched).not.toHaveBeenCalled();
});

test("a refusal is left to the page, which asks again", async () => {
  answering(401, { code: "not-signed-in", title: "", detail: "", status: 401 });
  await openAhead("/edit/n1");
  expect(queryClient.getQueryData(keys.node("n1"))).toBeUndefined();
});
