/** The keyboard in a list of files. */
import { type KeyboardEvent, useRef } from "react";
import type { Node } from "@/api";
import { all, move, nothing, pick, type Selection, typeAhead } from "./selection";
import type { VerbId } from "./verbs";

export interface FileKeysOptions {
  nodes: readonly Node[];
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onVerb: (verb: VerbId) => void;
  /** Cards in a row; 1 in a list. */
  columns: number;
  /** Rows that fit the window, for Page Up and Down. */
  pageRows: number;
  trash: boolean;
  onUp: () => void;
  onMenu: () => void;
}

const forget = 900; // milliseconds after which type-ahead begins a new word

function step(key: string, options: FileKeysOptions): number | null {
  const { columns, pageRows, nodes } = options;
  switch (key) {
    case "ArrowDown":
      return columns;
    case "ArrowUp":
      return -columns;
    case "ArrowRight":
      return columns > 1 ? 1 : null;
    case "ArrowLeft":
      return columns > 1 ? -1 : null;
    case "PageDown":
      return columns * pageRows;
    case "PageUp":
      return -columns * pageRows;
    case "Home":
      return -nodes.length;
    case "End":
      return nodes.length;
    default:
      return null;
  }
}

function plainVerb(key: string, trash: boolean): VerbId | null {
  if (key === "Enter") return trash ? null : "open";
  if (key === "F2") return "rename";
  if (key === "Delete") return trash ? "delete" : "trash";
  return null;
}

function controlVerb(key: string): VerbId | null {
  if (key === "x") return "cut";
  if (key === "c") return "take";
  if (key === "v") return "paste";
  if (key === "Backspace") return "trash"; // what a Mac keyboard has for Delete
  return null;
}

export function useFileKeys(options: FileKeysOptions): (event: KeyboardEvent) => void {
  const typed = useRef({ text: "", at: 0 });
  const { nodes, selection, onSelect, onVerb, trash, onUp, onMenu } = options;
  const order = nodes.map((node) => node.id);

  const typeOn = (event: KeyboardEvent): boolean => {
    if ([...event.key].length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === " " && typed.current.text === "") return false;
    const text =
      event.timeStamp - typed.current.at > forget ? event.key : typed.current.text + event.key;
    typed.current = { text, at: event.timeStamp };
    const id = typeAhead(nodes, text, selection.focus);
    if (id !== null) onSelect(pick(selection, order, id));
    return true;
  };

  const choose = (event: KeyboardEvent, toggle: boolean): boolean => {
    const by = step(event.key, options);
    if (by !== null) {
      onSelect(move(selection, order, by, { shift: event.shiftKey, toggle }));
      return true;
    }
    if (event.key === " " && selection.focus !== null) {
      onSelect(pick(selection, order, selection.focus, { toggle: true }));
      return true;
    }
    if (toggle && event.key.toLowerCase() === "a") {
      onSelect(all(order, selection));
      return true;
    }
    if (event.key === "Escape" && selection.ids.size > 0) {
      onSelect({ ...nothing, focus: selection.focus });
      return true;
    }
    return false;
  };

  const act = (event: KeyboardEvent, toggle: boolean): boolean => {
    if (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10")) {
      onMenu();
      return true;
    }
    if (event.altKey && event.key === "ArrowUp") {
      onUp();
      return true;
    }
    const verb = toggle ? controlVerb(event.key) : plainVerb(event.key, trash);
    if (verb === null) return false;
    onVerb(verb);
    return true;
  };

  return (event) => {
    if (event.nativeEvent.isComposing || event.target !== event.currentTarget) return;
    const toggle = event.ctrlKey || event.metaKey;
    if (act(event, toggle) || choose(event, toggle) || typeOn(event)) event.preventDefault();
  };
}
