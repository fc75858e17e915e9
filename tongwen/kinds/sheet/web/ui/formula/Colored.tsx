/** A formula's text in colours: references as they are marked in the grid, and quoted text. */
import styles from "../FormulaBar.module.css";
import { referenceColor } from "./palette";
import { coloredReferences, isFormula, tokens } from "./tokens";

const LONGEST = 8192;

export function Colored({ text }: { text: string }) {
  if (!isFormula(text) || text.length > LONGEST) return text;
  const colors = new Map(coloredReferences(text).map(({ start, color }) => [start, color]));
  const lead = /^[=＝]/.test(text) ? text.slice(0, 1) : "";
  return (
    <>
      {lead}
      {tokens(text).map((token) => {
        const color = colors.get(token.start);
        if (color !== undefined) {
          return (
            <span key={token.start} style={{ color: referenceColor(color) }}>
              {token.text}
            </span>
          );
        }
        if (token.kind !== "text") return token.text;
        return (
          <span key={token.start} className={styles.string}>
            {token.text}
          </span>
        );
      })}
    </>
  );
}
