/** Fetches a version of a workbook and the one before it, shows it, and finds what differs. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import { api, keys, type Node, type VersionNumber } from "@/api";
import { notify } from "@/app/notices";
import type { Viewed } from "@/editor/history/viewed";
import type { Book } from "../model";
import { compare, type Difference } from "./comparing";
import { DamagedVersion } from "./packed";
import { pastBook } from "./pastBook";
import { VersionViewer } from "./viewer";

/** Milliseconds for which a version that one has left is kept. */
const KEPT = 60_000;

/** The parts of a version; of none when `number` is null. */
function useParts(node: Node, number: VersionNumber | null) {
  return useQuery({
    queryKey: keys.versionParts(node.id, number ?? 0),
    queryFn: ({ signal }) => api.versionParts(node.id, number ?? 0, signal),
    enabled: number !== null,
    staleTime: number === "current" ? 0 : Number.POSITIVE_INFINITY,
    gcTime: KEPT,
    refetchOnWindowFocus: false,
  });
}

/** The number of the version before; null: there is none; undefined: not known yet. */
function useEarlier(node: Node, number: VersionNumber) {
  const changes = useQuery({
    queryKey: keys.versionChanges(node.id, number),
    queryFn: ({ signal }) => api.versionChanges(node.id, number, signal),
    gcTime: KEPT,
    refetchOnWindowFocus: false,
  });
  return { earlier: changes.data?.since, error: changes.error };
}

interface Past {
  book: Book | null;
  failure: DamagedVersion | null;
}

const nothing: Past = { book: null, failure: null };

/** The workbook in packed parts, as long as they are shown. */
function usePast(packed: Uint8Array | undefined): Past {
  const [past, setPast] = useState<Past>(nothing);
  useEffect(() => {
    if (!packed) return;
    let book: Book | null = null;
    try {
      book = pastBook(packed);
      setPast({ book, failure: null });
    } catch (failure) {
      if (!(failure instanceof DamagedVersion)) throw failure;
      setPast({ book: null, failure });
    }
    return () => {
      book?.destroy();
      setPast(nothing);
    };
  }, [packed]);
  return past;
}

function useViewer(
  node: Node,
  number: VersionNumber,
  book: Book | null,
  place: RefObject<HTMLElement | null>,
) {
  const version = number === "current" ? undefined : number;
  const { t, i18n } = useLingui();
  const [viewer, setViewer] = useState<VersionViewer | null>(null);
  const words = {
    locale: i18n.locale,
    labels: { grid: t`Worksheet as it was`, editor: t`Cell` },
    words: { chart: t`Chart`, shape: t`Drawing` },
    clipboard: t`The browser does not let this page use the clipboard. Use Ctrl+C and Ctrl+V.`,
  };
  const latest = useRef(words);
  latest.current = words;
  useEffect(() => {
    if (!book || !place.current) return;
    const made = new VersionViewer({
      ...latest.current,
      node: node.id,
      version,
      book,
      place: place.current,
      image: (media) => api.mediaAddress(node.id, media, version),
      onClipboardRefused: () => notify(latest.current.clipboard),
    });
    setViewer(made);
    return () => {
      made.destroy();
      setViewer(null);
    };
  }, [book, node.id, version, place]);
  return viewer;
}

function useDifference(book: Book | null, before: Book | null): Difference | null {
  const [difference, setDifference] = useState<Difference | null>(null);
  useEffect(() => {
    if (!book || !before) return;
    const leaving = new AbortController();
    compare(book, before, leaving.signal).then(setDifference, (error: unknown) => {
      if (!leaving.signal.aborted) throw error;
    });
    return () => {
      leaving.abort();
      setDifference(null);
    };
  }, [book, before]);
  return difference;
}

export function useVersion(node: Node, { number }: Viewed, place: RefObject<HTMLElement | null>) {
  const parts = useParts(node, number);
  const { earlier, error: unlisted } = useEarlier(node, number);
  const partsBefore = useParts(node, earlier ?? null);
  const { book, failure } = usePast(parts.data);
  const before = usePast(partsBefore.data);
  const viewer = useViewer(node, number, book, place);
  const difference = useDifference(book, before.book);
  useEffect(() => viewer?.mark(difference), [viewer, difference]);
  return {
    viewer,
    /** Why it cannot be shown, or null. */
    error: failure ?? parts.error,
    earlier,
    before: before.book,
    difference,
    /** Why it cannot be compared, or null. */
    incomparable: unlisted ?? before.failure ?? partsBefore.error,
  };
}

export type OpenVersion = ReturnType<typeof useVersion>;
