/** The stage: scrolls, zooms, and holds the sheet that the editor is mounted in. */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Zoom } from "@/editor/StatusBar";
import type { Papers } from "../pages/papers";
import type { Layout } from "./session";

const MARGIN = 24;

export interface StageProps {
  place: RefObject<HTMLDivElement | null>;
  session: { readonly papers: Papers } | null;
  /** Whose style sheet holds here. */
  kind: "live" | "version";
  layout: Layout;
  zoom: Zoom;
  marks: boolean;
  /** Whether tracked changes are shown; without, the text is as if all were accepted. */
  changes: boolean;
  onScale: (scale: number) => void;
}

/** The scale at which a sheet of `size` CSS pixels fits a stage. */
export function fitScale(available: number, size: number): number {
  return Math.min(Math.max((available - 2 * MARGIN) / Math.max(size, 1), 0.3), 2);
}

export function Stage(props: StageProps) {
  const { place, session, kind, layout, zoom, marks, changes, onScale } = props;
  const stage = useRef<HTMLDivElement>(null);
  const sizer = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const [available, setAvailable] = useState(0);
  const [sheetSize, setSheetSize] = useState({ inline: 794, block: 1123 });
  const web = layout === "web";
  const scale = zoom === "width" ? (web ? 1 : fitScale(available, sheetSize.inline)) : zoom;

  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => {
      if (stage.current) setAvailable(stage.current.clientWidth);
      if (sheet.current)
        setSheetSize({ inline: sheet.current.offsetWidth, block: sheet.current.offsetHeight });
    });
    if (stage.current) observer.observe(stage.current);
    if (sheet.current) observer.observe(sheet.current);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => onScale(scale), [scale, onScale]);

  useEffect(() => {
    const element = stage.current;
    if (!element || !session) return;
    const scrolled = (): void => {
      const top = element.scrollTop - MARGIN;
      session.papers.scroll(top / scale, (top + element.clientHeight) / scale);
    };
    scrolled();
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => element.removeEventListener("scroll", scrolled);
  }, [session, scale]);

  const sized = web
    ? { inlineSize: `min(100%, ${Math.round(860 * scale)}px)`, minBlockSize: "100%" }
    : {
        inlineSize: sheetSize.inline * scale,
        blockSize: sheetSize.block * scale,
        marginBlock: MARGIN,
      };
  const scaled = scale === 1 ? {} : { transform: `scale(${scale})` };
  const sheetStyle = web ? { inlineSize: `${100 / scale}%`, ...scaled } : scaled;
  const classes = [
    "tx-stage",
    web ? "tx-web" : "tx-paged",
    marks && "tx-marks",
    !changes && "tx-final",
  ]
    .filter(Boolean)
    .join(" ");
  return (
    <div className={classes} ref={stage} data-stage>
      <div className="tx-sizer" ref={sizer} style={sized}>
        <div className={`tx-sheet tx-${kind}`} ref={sheet} style={sheetStyle}>
          {!session && <div className="tx-paper tx-paper-waiting" aria-hidden="true" />}
          <div ref={place} />
        </div>
      </div>
    </div>
  );
}
