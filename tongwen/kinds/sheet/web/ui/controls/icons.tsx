/** Icons that the set lacks. */
import type { IconProps } from "@/editor/command";

function Digits({ size = 18, text, arrow }: IconProps & { text: string; arrow: string }) {
  return (
    <svg viewBox="0 0 24 24" style={{ inlineSize: size, blockSize: size }} aria-hidden="true">
      <text x="12" y="11" fontSize="11" textAnchor="middle" fill="currentColor">
        {text}
      </text>
      <path
        d={arrow}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.7}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function DecimalsMore(props: IconProps) {
  return <Digits {...props} text=".00" arrow="M5 18h13m-4-4 4 4-4 4" />;
}

export function DecimalsFewer(props: IconProps) {
  return <Digits {...props} text=".0" arrow="M19 18H6m4-4-4 4 4 4" />;
}
