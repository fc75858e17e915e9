/** Fetches a version and what changed in it, builds its view, and keeps the reader's place among the changes. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { api, type Changes, type Contributor, keys, type Node } from "@/api";
import { coloursOf, contributorName } from "@/editor/history/contributors";
import type { Viewed } from "@/editor/history/viewed";
import { fullMoment } from "@/i18n";
import { personColor } from "@/theme";
import { Unrepresentable } from "../editing/binding";
import { useRawNames } from "../ui/rawNames";
import type { Layout } from "../ui/session";
import type { Shown } from "./marks";
import { type Stop, stopAfter, stopsOf } from "./stops";
import { VersionViewer } from "./viewer";

/** Milliseconds for which a version that one has left is kept. */
const KEPT = 60_000;

function useAnswers(node: Node, { number }: Viewed) {
  const fixed = number !== "current";
  const lasting = { staleTime: fixed ? Number.POSITIVE_INFINITY : 0, gcTime: KEPT };
  const state = useQuery({
    queryKey: keys.versionState(node.id, number),
    queryFn: ({ signal }) => api.versionState(node.id, number, signal),
    refetchOnWindowFocus: false,
    ...lasting,
  });
  const changes = useQuery({
    queryKey: keys.versionChanges(node.id, number),
    queryFn: ({ signal }) => api.versionChanges(node.id, number, signal),
    refetchOnWindowFocus: false,
    ...lasting,
  });
  return { state, changes };
}

/** What deleted nodes without a text are called. */
function useNodeNames(): Record<string, string> {
  const { t } = useLingui();
  const raw = useRawNames();
  return {
    image: t`Picture`,
    page_break: t`Page break`,
    raw: raw.object ?? "",
    raw_block: raw.object ?? "",
  };
}

interface Stage {
  place: RefObject<HTMLDivElement | null>;
  layout: Layout;
  scale: RefObject<number>;
}

/** The view over a state; null while there is none, `failure` when this page cannot show it. */
function useViewer(node: Node, state: Uint8Array | undefined, { place, layout, scale }: Stage) {
  const { t } = useLingui();
  const [viewer, setViewer] = useState<VersionViewer | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [pages, setPages] = useState(0);
  const rawNames = useRawNames();
  const latest = useRef({ layout, rawNames, label: t`Document as it was` });
  latest.current = { layout, rawNames, label: t`Document as it was` };
  useEffect(() => {
    if (!state || !place.current) return;
    let made: VersionViewer | null = null;
    const mount = document.createElement("div");
    place.current.replaceChildren(mount);
    try {
      made = new VersionViewer({
        state,
        place: mount,
        images: {
          address: (media) => api.mediaAddress(node.id, media),
          upload: () => Promise.reject(new Error("a version cannot be changed")),
          failed: () => {},
        },
        rawNames: latest.current.rawNames,
        label: latest.current.label,
        paged: () => latest.current.layout === "pages",
        scale: () => scale.current,
        onPages: setPages,
      });
      setViewer(made);
    } catch (error) {
      if (!(error instanceof Unrepresentable)) throw error;
      setFailure(error);
    }
    return () => {
      made?.destroy();
      setViewer(null);
      setFailure(null);
    };
  }, [state, node.id, place, scale]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another layout has other heights.
  useEffect(() => viewer?.relayout(), [viewer, layout]);
  return { viewer, failure, pages };
}

function useStops(viewer: VersionViewer | null, changes: Changes | undefined): Stop[] {
  return useMemo(
    () => (viewer && changes?.traced ? stopsOf(viewer.changes(changes)) : []),
    [viewer, changes],
  );
}

const nobody: Contributor[] = [];

export function useVersion(node: Node, viewed: Viewed, stage: Stage) {
  const { state, changes } = useAnswers(node, viewed);
  const { viewer, failure, pages } = useViewer(node, state.data, stage);
  const stops = useStops(viewer, changes.data);
  const people = changes.data?.people ?? nobody;
  const [shown, setShown] = useState(true);
  const [current, setCurrent] = useState(-1);
  const names = useNodeNames();
  const drawing = useRef(names);
  drawing.current = names;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version begins before its first change.
  useEffect(() => setCurrent(-1), [stops]);

  useEffect(() => {
    if (!viewer) return;
    const name = (person: number): string => {
      const found = people[person];
      return found ? contributorName(found) : "";
    };
    const marks: Shown = {
      stops,
      authors: coloursOf(people).map((color, index) => ({
        name: name(index),
        color: personColor(color),
      })),
      names: drawing.current,
      title: ({ person, at }) => `${name(person)} · ${fullMoment(new Date(at).toISOString())}`,
      current,
    };
    viewer.show(shown && stops.length > 0 ? marks : null);
    if (shown && current >= 0) viewer.goTo(current);
  }, [viewer, stops, people, shown, current]);

  const go = (direction: 1 | -1): void => {
    setShown(true);
    const next = stopAfter(current, stops.length, direction);
    if (next !== null) setCurrent(next);
    if (next === current) viewer?.goTo(next);
  };
  return { state, changes, viewer, failure, pages, stops, people, shown, setShown, current, go };
}

export type OpenVersion = ReturnType<typeof useVersion>;
