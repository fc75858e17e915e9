/** The connection of the document on screen, and the browser's question before its window closes on unsaved edits. */
import { useEffect, useState } from "react";
import { currentCsrf, type Me, type Node } from "@/api";
import { DocumentConnection } from "./connection";
import type { PartConnection } from "./part";
import type { SavedStore } from "./SavedWords";
import type { SavedState } from "./saved";

export interface Connected {
  connection: DocumentConnection;
  /** The part that is opened first: its people are those of the document. */
  main: PartConnection;
}

export interface KindOnTheWire {
  /** What this page understands, as the server asks it: `text:1`. */
  schema: string;
  /** The name of the kind's main part. */
  main: string;
}

/** One connection for as long as the document is on screen; null until it is made. */
export function useConnection(node: Node, me: Me, kind: KindOnTheWire): Connected | null {
  const [connected, setConnected] = useState<Connected | null>(null);
  const user = me.user?.id ?? "guest";
  const { name, color } = me.actor;
  const { csrf } = me;
  const { schema, main: mainPart } = kind;
  useEffect(() => {
    const connection = new DocumentConnection({
      nodeId: node.id,
      userId: user,
      token: () => currentCsrf() ?? csrf ?? "",
      schema,
    });
    const main = connection.part(mainPart);
    // Guests have no id; each of their pages is somebody else.
    const id = user === "guest" ? `guest-${main.doc.clientID}` : user;
    main.presence.introduce({ id, name, color });
    setConnected({ connection, main });
    return () => {
      setConnected(null);
      connection.destroy();
    };
  }, [node.id, user, name, color, csrf, schema, mainPart]);
  return connected;
}

/** Whether I may type: what the server said last, or my role until it has. */
export function mayEdit(node: Node, part: PartConnection): boolean {
  if (part.state.name === "refused") return false;
  return part.writable ?? (node.role === "editor" || node.role === "owner");
}

/** Whether I may write comments in their part: what the server said last, or my role until it has. */
export function mayComment(node: Node, part: PartConnection): boolean {
  if (part.state.name === "refused") return false;
  return part.writable ?? node.role !== "viewer";
}

function isUnsafe(saved: SavedState): boolean {
  return (
    saved.name === "saving" ||
    saved.name === "unsaved" ||
    saved.name === "failed" ||
    (saved.name === "offline" && !saved.kept)
  );
}

/** The browser asks before the window closes on edits that are nowhere but in it. */
export function useLeaveWarning(store: SavedStore | null): void {
  useEffect(() => {
    if (!store) return;
    const warn = (event: BeforeUnloadEvent): void => {
      if (isUnsafe(store.state)) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [store]);
}
