import { describe, expect, it, vi } from "vitest";
import { Refusal, serve } from "@/testing/server";
import * as api from "./calls";
import { onReach, onSessionEnded, setCsrf } from "./client";
import { isProblem, Problem, problemFrom } from "./problem";

describe("calling the server", () => {
  it("sends CSRF with what changes something, and the language always", async () => {
    setCsrf("secret");
    const asked = serve({ "GET /health": () => ({ status: "ok" }), "DELETE /trash": () => null });
    await api.health();
    await api.emptyTrash();
    expect(asked[0]?.headers.get("X-CSRF-Token")).toBeNull();
    expect(asked[0]?.headers.get("Accept-Language")).toBe("en");
    expect(asked[1]?.headers.get("X-CSRF-Token")).toBe("secret");
  });

  it("keeps the token of a new session", async () => {
    const asked = serve({ "POST /session": () => ({ csrf: "new" }), "DELETE /trash": () => null });
    await api.signIn("a@b.c", "p");
    await api.emptyTrash();
    expect(asked[1]?.headers.get("X-CSRF-Token")).toBe("new");
  });

  it("quotes ids in addresses", () => {
    expect(api.contentAddress("a/../b", { inline: true })).toBe(
      "/api/v1/nodes/a%2F..%2Fb/content?disposition=inline",
    );
    expect(api.mediaAddress("n", "word/media/image 1.png")).toBe(
      "/api/v1/nodes/n/media/word/media/image%201.png",
    );
    expect(api.mediaAddress("n", "xl/media/a.png", 3)).toBe(
      "/api/v1/nodes/n/media/xl/media/a.png?version=3",
    );
  });

  it("tells of a session that ended, but not of a wrong password", async () => {
    const ended = vi.fn();
    const leave = onSessionEnded(ended);
    const refusal = () => new Refusal(401, { code: "not-signed-in" });
    serve({ "GET /trash": refusal, "POST /session": refusal });
    await expect(api.signIn("a@b.c", "wrong")).rejects.toThrow(Problem);
    expect(ended).not.toHaveBeenCalled();
    await expect(api.trash()).rejects.toThrow(Problem);
    expect(ended).toHaveBeenCalledOnce();
    leave();
  });

  it("turns a lost connection into a problem that may pass", async () => {
    const reached = vi.fn();
    const leave = onReach(reached);
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    const error = await api.health().catch((fault: unknown) => fault);
    expect(isProblem(error, "network") && error.passing).toBe(true);
    expect(reached).toHaveBeenCalledWith(false);
    leave();
  });
});

describe("reading problems", () => {
  it("keeps code, words and values", () => {
    const problem = problemFrom(409, {
      type: "urn:tongwen:problem:name-taken",
      title: "T",
      detail: "D",
      status: 409,
      name: "a.docx",
    });
    expect(problem.code).toBe("name-taken");
    expect(problem.values).toEqual({ name: "a.docx" });
  });
  it.each([null, [], "x", 3, { detail: 7, title: {} }])("survives %j", (body) => {
    const problem = problemFrom(502, body);
    expect(problem).toMatchObject({ status: 502, code: "http-502", title: "", detail: "" });
  });
  it("reads an HTML page of a proxy", async () => {
    vi.stubGlobal("fetch", async () => new Response("<h1>Bad gateway</h1>", { status: 502 }));
    await expect(api.health()).rejects.toMatchObject({ code: "http-502", passing: true });
  });
});
