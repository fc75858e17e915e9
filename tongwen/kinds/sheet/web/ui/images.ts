/** Pictures of a person put over the cells: chosen, dropped or pasted. */
import { addPicture } from "../commands/objects";
import type { Cell } from "../grid/view";
import type { SheetSession } from "./session";

/** More than this at once are not taken. */
const MOST = 20;

/** Upload pictures and put them at a cell, each a little lower; those that fail are told of. */
export async function addImages(
  session: SheetSession,
  images: readonly File[],
  { row, col }: Cell,
): Promise<void> {
  const { sheet } = session;
  const { upload, failed } = session.options.images;
  for (const [index, image] of images.slice(0, MOST).entries()) {
    try {
      const { media, width, height } = await upload(image);
      if (!session.options.editable()) return;
      const picture = { media, name: image.name, inlineSize: width, blockSize: height };
      addPicture(sheet, row + index, col, picture);
    } catch (error) {
      failed(error);
    }
  }
}

/** Ask for pictures and put them at the active cell. */
export function chooseImages(session: SheetSession): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "image/*";
  input.multiple = true;
  input.addEventListener("change", () => {
    void addImages(session, [...(input.files ?? [])], session.view.selection.active);
  });
  input.click();
}
