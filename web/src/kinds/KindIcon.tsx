/** The picture of a kind: a small sheet in the kind's colour, or a folder. */
import type { ReactNode } from "react";
import type { Kind } from "@/api";

/** `var(--tw-kind-…)` of a kind. */
export function kindColor(kind: Kind): string {
  switch (kind) {
    case "text":
    case "sheet":
    case "slides":
    case "pdf":
    case "folder":
      return `var(--tw-kind-${kind})`;
    case "image":
    case "audio":
    case "video":
      return "var(--tw-kind-media)";
    default:
      return "var(--tw-kind-other)";
  }
}

const stroke = {
  fill: "none",
  stroke: "var(--tw-surface)",
  strokeWidth: 1.6,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

const glyphs: Record<Exclude<Kind, "folder">, ReactNode> = {
  text: <path {...stroke} d="M8.2 11.5h7.6M8.2 14.5h7.6M8.2 17.5h4.6" />,
  sheet: <path {...stroke} d="M8 11h8v7H8zM8 14.5h8M12 11v7" />,
  slides: <path {...stroke} d="M7.6 11.2h8.8v5.4H7.6zM12 16.6v2.2" />,
  pdf: (
    <path {...stroke} d="M8.4 18.4c2.4-1 5-5.2 4.6-7.2-.3-1.3-1.7-.9-1.5.5.3 2.4 2.2 4.6 4.4 5" />
  ),
  image: (
    <>
      <circle cx="9.6" cy="12" r="1.2" fill="var(--tw-surface)" />
      <path {...stroke} d="m7.6 18 3.2-3.2 1.8 1.6 1.8-2.2 2.2 3.8z" />
    </>
  ),
  audio: (
    <path
      {...stroke}
      d="M10 17.2v-5.6l5-1v5.4M10 17.4a1.4 1.4 0 1 1-2.8 0 1.4 1.4 0 0 1 2.8 0zm5-1.2a1.4 1.4 0 1 1-2.8 0 1.4 1.4 0 0 1 2.8 0z"
    />
  ),
  video: <path fill="var(--tw-surface)" d="M9.6 11.2v6.4l5.6-3.2z" />,
  plain: <path {...stroke} d="m9.8 12-2 2.2 2 2.2M14.2 12l2 2.2-2 2.2" />,
  file: <path {...stroke} d="M8.2 13h7.6M8.2 16.5h7.6" />,
};

const folder =
  "M3 6.6C3 5.2 4 4.2 5.4 4.2h3.7c.6 0 1.2.3 1.6.7l1.3 1.5h6.6c1.3 0 2.4 1 2.4 2.4v8.6c0 1.4-1.1 2.4-2.4 2.4H5.4A2.4 2.4 0 0 1 3 17.4z";
const sheet =
  "M6.6 2h7.2L20 8.2v11.6c0 1.2-1 2.2-2.2 2.2H6.6c-1.3 0-2.3-1-2.3-2.2V4.2C4.3 3 5.3 2 6.6 2z";

export function KindIcon({ kind, size = 20 }: { kind: Kind; size?: number }) {
  const color = kindColor(kind);
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      style={{ inlineSize: size, blockSize: size, flexShrink: 0, display: "block" }}
    >
      {kind === "folder" ? (
        <>
          <path d={folder} fill={color} />
          <path d="M3 9.8h18" stroke="var(--tw-surface)" strokeWidth="1.1" opacity="0.55" />
        </>
      ) : (
        <>
          <path d={sheet} fill={color} />
          <path d="M13.8 2v4c0 1.2 1 2.2 2.2 2.2h4z" fill="var(--tw-surface)" opacity="0.55" />
          {glyphs[kind]}
        </>
      )}
    </svg>
  );
}
