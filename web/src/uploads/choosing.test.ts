import { expect, it } from "vitest";
import { filesBelow, wishesFrom } from "./choosing";
import { kindOfName } from "./kindOfName";

const file = (name: string) =>
  ({
    isFile: true,
    name,
    file: (done: (file: File) => void) => done(new File(["x"], name)),
  }) as unknown as FileSystemEntry;

/** A folder that hands out its entries two at a time, as browsers do with hundreds. */
const folder = (name: string, ...entries: FileSystemEntry[]) =>
  ({
    isFile: false,
    name,
    createReader() {
      const waiting = [...entries];
      return {
        readEntries: (done: (some: FileSystemEntry[]) => void) => done(waiting.splice(0, 2)),
      };
    },
  }) as unknown as FileSystemEntry;

it("finds every file of a dropped folder with its path", async () => {
  const dropped = folder(
    "a",
    file("1.txt"),
    folder("b", file("2.txt")),
    file("3.txt"),
    folder("empty"),
  );
  const found = await filesBelow(dropped);
  expect(found.map(({ path }) => path)).toEqual(["a/1.txt", "a/b/2.txt", "a/3.txt"]);
});

it("gives a single file no path", async () => {
  expect(await filesBelow(file("x.docx"))).toMatchObject([{ path: "" }]);
});

it("leaves the litter of operating systems behind", () => {
  const files = [".DS_Store", "a.txt", "Thumbs.db"].map((name) => ({
    file: new File([], name),
    path: name,
  }));
  expect(wishesFrom(files, { id: "f", name: "F" }).map(({ path }) => path)).toEqual(["a.txt"]);
});

it.each([
  ["a.DOCX", "text"],
  ["预算.xlsx", "sheet"],
  ["x.pptx.pdf", "pdf"],
  ["noextension", "file"],
  ["docx", "file"],
] as const)("guesses %s to be %s", (name, kind) => {
  expect(kindOfName(name)).toBe(kind);
});
