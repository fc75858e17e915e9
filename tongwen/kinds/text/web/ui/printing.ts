/** The browser's own print: each sheet one page of paper, nothing of the chrome. */
import { paperOf } from "../pages/geometry";
import type { TextSession } from "./session";

/** The `@page` rule for a document's paper. */
export function pageRule(session: Pick<TextSession, "model">): string {
  const paper = paperOf(session.model.section);
  return `@page{size:${paper.inlineSize}px ${paper.blockSize}px;margin:0}`;
}

/** Get ready whenever the browser prints, whoever asked it to. Returns the way to stop. */
export function preparePrinting(session: TextSession): () => void {
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
