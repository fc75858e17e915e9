/** The mark: white 文 in a cinnabar square. Drawn, so that it looks the same with any font. */
import { seal } from "./tokens";

export function Seal({ size = 28, title }: { size?: number; title?: string }) {
  const hidden = title === undefined;
  return (
    <svg
      viewBox="0 0 32 32"
      style={{ inlineSize: size, blockSize: size, flexShrink: 0, display: "block" }}
      role={hidden ? undefined : "img"}
      aria-hidden={hidden}
      aria-label={title}
    >
      <rect width="32" height="32" rx="7" fill={seal.ground} />
      <path
        d="M14.6 5.8 17 9.2M6.4 11.6h19.2M11 12.2c1.8 5.6 6.4 10.8 13.6 14M21 12.2c-1.8 5.6-6.4 10.8-13.6 14"
        fill="none"
        stroke={seal.character}
        strokeWidth="2.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
