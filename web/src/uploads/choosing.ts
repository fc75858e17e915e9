/** Where files to upload come from: pickers, and drops of files and whole folders. */

import type { Me } from "@/api";
import { meQuery, queryClient } from "@/app/queries";
import { currentFolder } from "@/shell/place";
import type { Wish } from "./queue";
import { uploadsStarted } from "./started";

type Target = Wish["folder"];

/** Junk that operating systems put into folders. */
const junk = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

export function wishesFrom(files: Iterable<{ file: File; path: string }>, folder: Target): Wish[] {
  return [...files]
    .filter(({ file }) => !junk.has(file.name))
    .map(({ file, path }) => ({ file, path, folder }));
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // A browser hands out at most a hundred at a time and an empty list at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** Every file below an entry, with its path from where it was dropped; empty for a file on its own. */
export async function filesBelow(
  entry: FileSystemEntry,
  above = "",
): Promise<{ file: File; path: string }[]> {
  const path = `${above}${entry.name}`;
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    return [{ file, path: above === "" ? "" : path }];
  }
  const found: { file: File; path: string }[] = [];
  for (const child of await entriesOf(entry as FileSystemDirectoryEntry)) {
    found.push(...(await filesBelow(child, `${path}/`)));
  }
  return found;
}

/** What a drop holds. Reads the entries at once: after the event the browser forgets them. */
export async function filesDropped(data: DataTransfer): Promise<{ file: File; path: string }[]> {
  const entries = [...data.items]
    .filter((item) => item.kind === "file")
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  if (entries.length === 0) return [...data.files].map((file) => ({ file, path: "" }));
  const lists = await Promise.all(entries.map((entry) => filesBelow(entry)));
  return lists.flat();
}

/** Where uploads go when no folder is shown: the root of one's own drive. */
export function ownDrive(): Target | null {
  const me = queryClient.getQueryData<Me>(meQuery.queryKey);
  return me?.root ? { id: me.root, name: "" } : null;
}

function pick(folder: boolean): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.webkitdirectory = folder;
    input.addEventListener("change", () => resolve([...(input.files ?? [])]));
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

async function upload(files: { file: File; path: string }[], target: string | undefined) {
  if (files.length === 0) return;
  const { uploads } = await import("./uploads");
  uploadsStarted.set(true);
  const here = currentFolder.get();
  const folder =
    target === undefined || target === here?.id ? (here ?? ownDrive()) : { id: target, name: "" };
  if (folder !== null) uploads.add(wishesFrom(files, folder));
}

/** Let the reader choose files and upload them to a folder; without one, to the folder shown. */
export async function chooseFiles(target?: string): Promise<void> {
  const files = await pick(false);
  await upload(
    files.map((file) => ({ file, path: "" })),
    target,
  );
}

export async function chooseFolder(target?: string): Promise<void> {
  const files = await pick(true);
  await upload(
    files.map((file) => ({ file, path: file.webkitRelativePath })),
    target,
  );
}

export async function uploadDropped(data: DataTransfer, target?: string): Promise<void> {
  await upload(await filesDropped(data), target);
}
