/** Opens a document: connects, waits for its content, builds the editor in its place. */
import { useLingui } from "@lingui/react/macro";
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { api, type Me, type Node } from "@/api";
import { notifyProblem } from "@/app/notices";
import type { PartConnection } from "@/editor/part";
import type { RefusalReason } from "@/editor/saved";
import { mayEdit, useConnection, useLeaveWarning } from "@/editor/useConnection";
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
const onTheWire = { schema: `text:${schemaVersion}`, main: "body" };

export interface SessionView {
  place: RefObject<HTMLDivElement | null>;
  layout: Layout;
  scale: RefObject<number>;
}

export function useSession(node: Node, me: Me, { place, layout, scale }: SessionView): Opened {
  const { t, i18n } = useLingui();
  const part = useConnection(node, me, onTheWire)?.main ?? null;
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
