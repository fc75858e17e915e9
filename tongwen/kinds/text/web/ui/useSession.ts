/** Opens a document: connects, waits for its content, builds the editor in its place. */
import { useLingui } from "@lingui/react/macro";
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { api, currentCsrf, type Me, type Node } from "@/api";
import { notifyProblem } from "@/app/notices";
import { DocumentConnection } from "@/editor/connection";
import type { PartConnection } from "@/editor/part";
import type { RefusalReason, SavedState } from "@/editor/saved";
import type { Obstacle } from "../document/representable";
import { schemaVersion } from "../document/schema";
import { Unrepresentable } from "../editing/binding";
import { useRawNames } from "./rawNames";
import { type Layout, TextSession } from "./session";

export interface Opened {
  part: PartConnection | null;
  session: TextSession | null;
  /** Why the document may not be shown, or null. */
  refusal: RefusalReason | null;
  /** What this page cannot show, if the document holds such a thing. */
  obstacle: Obstacle | null;
}

const never = () => () => {};

/** One connection for as long as the document is on screen. */
function useConnection(node: Node, me: Me): PartConnection | null {
  const [part, setPart] = useState<PartConnection | null>(null);
  const user = me.user?.id ?? "guest";
  const { name, color } = me.actor;
  const csrf = me.csrf;
  useEffect(() => {
    const connection = new DocumentConnection({
      nodeId: node.id,
      userId: user,
      token: () => currentCsrf() ?? csrf ?? "",
      schema: `text:${schemaVersion}`,
    });
    const body = connection.part("body");
    // Guests have no id; each of their pages is somebody else.
    const id = user === "guest" ? `guest-${body.doc.clientID}` : user;
    body.presence.introduce({ id, name, color });
    setPart(body);
    return () => {
      setPart(null);
      connection.destroy();
    };
  }, [node.id, user, name, color, csrf]);
  return part;
}

/** Whether I may type: what the server said last, or my role until it has. */
function mayEdit(node: Node, part: PartConnection): boolean {
  if (part.state.name === "refused") return false;
  return part.writable ?? (node.role === "editor" || node.role === "owner");
}

export interface SessionView {
  place: RefObject<HTMLDivElement | null>;
  layout: Layout;
  scale: RefObject<number>;
}

export function useSession(node: Node, me: Me, { place, layout, scale }: SessionView): Opened {
  const { t, i18n } = useLingui();
  const part = useConnection(node, me);
  const subscribe = part?.subscribe ?? never;
  // Only what changes seldom is read here: the saved state itself would draw the whole editor on each key.
  const refusal = useSyncExternalStore(subscribe, () =>
    part?.state.name === "refused" ? part.state.reason : null,
  );
  const writable = useSyncExternalStore(subscribe, () => part?.writable ?? null);
  const [session, setSession] = useState<TextSession | null>(null);
  const [obstacle, setObstacle] = useState<Obstacle | null>(null);
  const rawNames = useRawNames();
  const label = t`Document text`;
  const hint = t`Start writing. Every change is saved as you type.`;
  const now = { layout, node, rawNames, label, hint, chinese: i18n.locale.startsWith("zh") };
  const current = useRef(now);
  current.current = now;

  useEffect(() => {
    if (!part) return;
    let made: TextSession | null = null;
    let left = false;
    const refuse = (found: Obstacle): void => {
      setObstacle(found);
      part.refuse(found.what === "version" ? "outdated" : "unreadable");
    };
    void part.opened.then(() => {
      if (left || !place.current) return;
      const mount = document.createElement("div");
      place.current.replaceChildren(mount);
      try {
        made = new TextSession({
          part,
          place: mount,
          images: {
            address: (media) => api.mediaAddress(node.id, media),
            upload: (image) => api.uploadMedia(node.id, image),
            failed: (_name, error) => notifyProblem(error),
          },
          rawNames: current.current.rawNames,
          label: current.current.label,
          hint: () => current.current.hint,
          chineseFirst: () => current.current.chinese,
          layout: () => current.current.layout,
          scale: () => scale.current,
          editable: () => mayEdit(current.current.node, part),
          onObstacle: refuse,
        });
        setSession(made);
        readyToType(made);
      } catch (error) {
        if (!(error instanceof Unrepresentable)) throw error;
        refuse(error.obstacle);
      }
    });
    return () => {
      left = true;
      made?.destroy();
      setSession(null);
      setObstacle(null);
    };
  }, [part, node.id, place, scale]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whether I may type hangs on these.
  useEffect(() => session?.refreshEditable(), [session, refusal, writable, node.role]);
  const laidOut = useRef(layout);
  useEffect(() => {
    // A session lays itself out when it is made; measuring all of it again would double that.
    if (laidOut.current === layout) return;
    laidOut.current = layout;
    session?.relayout();
  }, [session, layout]);
  useLeaveWarning(part);
  return { part, session, refusal, obstacle };
}

/** The caret at once, but not on a phone, where it would call up the keyboard over the text. */
function readyToType({ view }: TextSession): void {
  const free = document.activeElement === null || document.activeElement === document.body;
  if (view.editable && free && !window.matchMedia("(pointer: coarse)").matches) view.focus();
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
function useLeaveWarning(part: PartConnection | null): void {
  useEffect(() => {
    if (!part) return;
    const warn = (event: BeforeUnloadEvent): void => {
      if (isUnsafe(part.state)) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [part]);
}
