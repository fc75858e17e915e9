import { beforeEach, describe, expect, it, vi } from "vitest";

const cleared = vi.hoisted(() => vi.fn(async (_name: string) => {}));
vi.mock("y-indexeddb", () => ({ clearDocument: cleared }));

import { forgetCopies, localCopyName, rememberCopy } from "./localCopies";

describe("local copies", () => {
  beforeEach(() => {
    localStorage.clear();
    cleared.mockClear();
  });

  it("belong to one person and one part", () => {
    expect(localCopyName("u1", "n1", "body")).not.toBe(localCopyName("u2", "n1", "body"));
    expect(localCopyName("u1", "n1", "body")).not.toBe(localCopyName("u1", "n1", "comments"));
  });

  it("are all deleted at sign-out, each once", async () => {
    rememberCopy(localCopyName("u1", "n1", "body"));
    rememberCopy(localCopyName("u1", "n1", "body"));
    rememberCopy(localCopyName("u1", "n2", "body"));
    await forgetCopies();
    expect(cleared).toHaveBeenCalledTimes(2);
    await forgetCopies();
    expect(cleared).toHaveBeenCalledTimes(2);
  });

  it("survive a damaged list and delete nothing that is not theirs", async () => {
    localStorage.setItem("tongwen:local-copies", "{broken");
    await forgetCopies();
    localStorage.setItem("tongwen:local-copies", JSON.stringify(["somebody-else", 7, null]));
    await forgetCopies();
    expect(cleared).not.toHaveBeenCalled();
  });
});
