import { afterEach, describe, expect, it } from "vitest";
import type { Grant, Link, Role } from "@/api";
import { button, click, type Rendered, render, type } from "@/testing/render";
import { Refusal, serve } from "@/testing/server";
import { linkAddress } from "./Links";
import { ShareDialog } from "./ShareDialog";

const owner = { id: "u1", name: "李书同", email: "li@example.org" };
const anna = { id: "u2", name: "Anna", email: "anna@example.org" };
const wang = { id: "u3", name: "王小明", email: "wang@example.org" };
const node = (role: Role) => ({ id: "n1", name: "报告.docx", kind: "text", role, owner }) as const;

const grant = (user: typeof anna, role: Role, inherited: Grant["inherited"] = null): Grant => ({
  user,
  role,
  inherited,
});
const link: Link = {
  id: "l1",
  role: "viewer",
  created: "2026-11-01T00:00:00Z",
  expires: null,
  password: true,
  uses: 0,
  hint: "ab12",
  inherited: null,
};

function server(more: Parameters<typeof serve>[0] = {}) {
  return serve({
    "GET /nodes/n1/grants": () => ({
      items: [grant(anna, "commenter"), grant(wang, "editor", { id: "f1", name: "书稿" })],
      owner,
    }),
    "GET /nodes/n1/links": () => ({ items: [link], next: null }),
    "GET /users": () => ({ items: [owner, anna, { id: "u4", name: "陈静" }], next: null }),
    ...more,
  });
}

let shown: Rendered | undefined;
afterEach(() => shown?.close());

const open = async (role: Role) => {
  shown = await render(<ShareDialog node={node(role)} opened onClose={() => {}} />);
  return shown;
};

describe("the share dialog", () => {
  it("shows who has access and why", async () => {
    server();
    await open("owner");
    const text = document.body.textContent ?? "";
    expect(text).toContain("李书同 (you)");
    expect(text).toContain("Through the folder “书稿”");
    expect(text).toContain("Link …ab12 with a password");
    expect(text).toContain("not used yet");
  });

  it("lets an owner take away what was given here, and not what is inherited", async () => {
    const asked = server({ "DELETE /nodes/n1/grants/u2": () => null });
    const { settle } = await open("owner");
    expect(button("Role of 王小明: Editor")).toBeUndefined();
    click(button("Role of Anna: Commenter"));
    await settle();
    click(button("Take access away"));
    await settle();
    expect(asked.some(({ method, path }) => method === "DELETE" && path.endsWith("/u2"))).toBe(
      true,
    );
  });

  it("offers an editor roles up to their own and nothing to take away", async () => {
    server();
    const { settle } = await open("editor");
    click(button("Role of Anna: Commenter"));
    await settle();
    const items = [...document.querySelectorAll("[role=menuitem]")].map((item) => item.textContent);
    expect(items.some((text) => text?.startsWith("Editor"))).toBe(true);
    expect(items.some((text) => text?.startsWith("Owner"))).toBe(false);
    expect(button("Take access away")).toBeUndefined();
  });

  it("shows a viewer the people and offers no verb", async () => {
    const asked = server();
    await open("viewer");
    expect(document.body.textContent).toContain("Anna");
    expect(button("Share")).toBeUndefined();
    expect(button("New link")).toBeUndefined();
    expect(asked.some(({ path }) => path.endsWith("/links"))).toBe(false);
  });

  it("makes a link with a password and shows it once to copy", async () => {
    const asked = server({
      "POST /nodes/n1/links": () => ({ ...link, token: "t0", url: "/s/t0" }),
    });
    const { settle } = await open("owner");
    click(button("New link"));
    await settle();
    const password = document.querySelector<HTMLInputElement>("form input[type=password]");
    if (password === null) throw new Error("no password field");
    type(password, "geheim");
    click(button("Create link"));
    await settle();
    const made = asked.find(({ method }) => method === "POST");
    expect(made?.body).toEqual({ role: "viewer", expires: null, password: "geheim" });
    const field = document.querySelector<HTMLInputElement>("input[aria-label='The new link']");
    expect(field?.value).toMatch(/^http.*\/s\/t0$/);
  });

  it("says what the server said when a link is refused, and keeps the form", async () => {
    server({
      "POST /nodes/n1/links": () =>
        new Refusal(400, { code: "password-short", title: "Too short", detail: "Take eight." }),
    });
    const { settle } = await open("owner");
    click(button("New link"));
    await settle();
    click(button("Create link"));
    await settle();
    expect(document.querySelector("[role=alert]")?.textContent).toBe("Too short. Take eight.");
    expect(button("Create link")).toBeDefined();
  });
});

it("makes a whole address of what the server sends", () => {
  expect(linkAddress({ token: "a/b", url: "/s/a" })).toMatch(/\/s\/a%2Fb$/);
  expect(linkAddress({ token: "a", url: "https://office.example/s/a" })).toBe(
    "https://office.example/s/a",
  );
});
