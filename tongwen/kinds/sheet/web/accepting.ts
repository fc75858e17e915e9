/** What happens when a text does not meet the rule of its cell: refused, asked about or told, as the rule's alert says. */
import type { Validation } from "./commands/validation";
import type { Cell } from "./grid/view";

export interface AlertWords {
  /** The rule is broken and says nothing itself. */
  broken: string;
  warning: string;
}

export interface Alerts {
  /** What a rule says against a text; null when nothing. */
  obstacle: (cell: Cell, text: string) => Validation["alert"] | null;
  tell: (text: string) => void;
  /** Ask whether to keep it all the same. */
  ask: (question: { title: string; text: string; onYes: () => void }) => void;
  /** Keep what is being typed; the answer to a question was yes. */
  commit: () => void;
  words: () => AlertWords;
}

/** Whether a text may be kept in its cell now. */
export function accepting(alerts: Alerts): (cell: Cell, text: string) => boolean {
  let agreed: string | null = null;
  return (cell, text) => {
    const key = `${cell.row},${cell.col} ${text}`;
    const before = agreed;
    agreed = null;
    const alert = alerts.obstacle(cell, text);
    if (alert === null || alert.shown === false) return true;
    const { broken, warning } = alerts.words();
    if (alert.style !== "warning") {
      alerts.tell([alert.title, alert.text || broken].filter(Boolean).join(": "));
      return alert.style === "information";
    }
    if (before === key) return true;
    alerts.ask({
      title: alert.title || warning,
      text: alert.text || broken,
      onYes: () => {
        agreed = key;
        alerts.commit();
      },
    });
    return false;
  };
}
