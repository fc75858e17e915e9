/** Images: shown from the server, resized by a handle, uploaded from files, paste and drop. */
import type { Node } from "prosemirror-model";
import type { EditorView, NodeView } from "prosemirror-view";
import { imageCss, nodeType } from "../document/schema";
import { EMU_PER_PIXEL } from "../document/units";

export interface ImageServer {
  address: (media: string) => string;
  upload: (image: Blob) => Promise<{ media: string; width: number; height: number }>;
  /** Called when an upload fails, with the file's name. */
  failed: (name: string, error: unknown) => void;
}

const SMALLEST = 16;
/** Word shows 96 pixels to the inch. */
const accepted = /^image\/(png|jpe?g|gif|webp|svg\+xml|bmp|tiff)$/;

export class ImageView implements NodeView {
  readonly dom = document.createElement("span");
  readonly #image = document.createElement("img");
  #node: Node;

  constructor(
    node: Node,
    private readonly view: EditorView,
    private readonly at: () => number | undefined,
    private readonly server: ImageServer,
  ) {
    this.#node = node;
    this.dom.className = "tx-image-box";
    this.#image.className = "tx-image";
    this.#image.draggable = false;
    this.#image.addEventListener("error", () => this.#missing());
    const handle = document.createElement("span");
    handle.className = "tx-image-handle";
    handle.addEventListener("pointerdown", this.#grab);
    this.dom.append(this.#image, handle);
    this.#draw();
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false;
    this.#node = node;
    this.#draw();
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof HTMLElement && event.target.className === "tx-image-handle";
  }

  ignoreMutation(): boolean {
    return true;
  }

  #draw(): void {
    const { media, alt } = this.#node.attrs;
    this.dom.removeAttribute("style");
    for (const [property, value] of Object.entries(imageCss(this.#node)))
      this.dom.style.setProperty(property, value);
    const address = this.server.address(String(media));
    if (this.#image.getAttribute("src") !== address) this.#image.src = address;
    this.#image.alt = String(alt);
  }

  /** A picture that the browser cannot show (EMF, WMF, TIFF) keeps its place, with its name. */
  #missing(): void {
    const box = document.createElement("span");
    box.className = "tx-image-missing";
    box.style.inlineSize = "100%";
    box.style.blockSize = "100%";
    box.textContent =
      String(this.#node.attrs.alt || this.#node.attrs.media)
        .split("/")
        .at(-1) ?? "";
    this.#image.replaceWith(box);
  }

  #grab = (event: PointerEvent): void => {
    if (!this.view.editable) return;
    event.preventDefault();
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    const box = this.dom.getBoundingClientRect();
    const scale = box.width / this.dom.offsetWidth || 1;
    const ratio = box.height / box.width;
    let size = box.width / scale;
    const move = (moved: PointerEvent): void => {
      size = Math.max((moved.clientX - box.left) / scale, SMALLEST);
      this.dom.style.inlineSize = `${size}px`;
    };
    const drop = (): void => {
      handle.removeEventListener("pointermove", move);
      this.#resize(size, size * ratio);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", drop, { once: true });
    handle.addEventListener(
      "pointercancel",
      () => handle.removeEventListener("pointermove", move),
      { once: true },
    );
  };

  #resize(inline: number, block: number): void {
    const at = this.at();
    if (at === undefined) return;
    const attrs = {
      ...this.#node.attrs,
      w: Math.round(inline * EMU_PER_PIXEL),
      h: Math.round(block * EMU_PER_PIXEL),
    };
    this.view.dispatch(this.view.state.tr.setNodeMarkup(at, null, attrs));
  }
}

/** The image files among what was dropped or pasted. */
export function imageFiles(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter((file) => accepted.test(file.type));
}

/** Fit a picture into the text column: never wider than it, never enlarged. */
export function fitted(width: number, height: number, column: number): { w: number; h: number } {
  const scale = Math.min(1, column / Math.max(width, 1));
  return {
    w: Math.round(width * scale * EMU_PER_PIXEL),
    h: Math.round(height * scale * EMU_PER_PIXEL),
  };
}

/**
 * Upload images and insert each at the cursor, or at a position, when its bytes are stored.
 *
 * The place is kept through other edits by a mapping of the view's own transactions.
 */
export async function insertImages(
  view: EditorView,
  files: readonly File[],
  server: ImageServer,
  column: number,
  at?: number,
): Promise<void> {
  for (const file of files) {
    try {
      const { media, width, height } = await server.upload(file);
      if (view.isDestroyed || !view.editable) return;
      const node = nodeType("image").create({ media, alt: "", ...fitted(width, height, column) });
      const tr = view.state.tr;
      if (at === undefined) tr.replaceSelectionWith(node, false);
      else tr.insert(Math.min(at, tr.doc.content.size), node);
      view.dispatch(tr.scrollIntoView());
    } catch (error) {
      server.failed(file.name, error);
    }
  }
}
