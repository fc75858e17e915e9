/** The browser's own print: each sheet one page of paper, nothing of the chrome. */

import type { DocumentModel } from "../document/model";
import { paperOf } from "../pages/geometry";

/** What can be laid out for paper. */
export interface Printable {
  model: DocumentModel;
  setPrinting: (printing: boolean) => void;
}

/** Give the stage around a text the look of paper, or that of the screen back. */
export function dressForPrint(text: HTMLElement, web: boolean, printing: boolean): void {
  const host = text.closest(".tx-stage");
  host?.classList.toggle("tx-printing", printing);
  if (web)
    host?.classList.replace(printing ? "tx-web" : "tx-paged", printing ? "tx-paged" : "tx-web");
}

/** The `@page` rule for a document's paper. */
export function pageRule(session: Pick<Printable, "model">): string {
  const paper = paperOf(session.model.section);
  return `@page{size:${paper.inlineSize}px ${paper.blockSize}px;margin:0}`;
}

/** Get ready whenever the browser prints, whoever asked it to. Returns the way to stop. */
export function preparePrinting(session: Printable): () => void {
  const sheet = new CSSStyleSheet();
  const before = (): void => {
    sheet.replaceSync(pageRule(session));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    session.setPrinting(true);
  };
  const after = (): void => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    session.setPrinting(false);
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
  };
}
