/** What is one step of undo: a command is one of its own, not a part of the typing around it. */
import type { Command, EditorState } from "prosemirror-state";
import { yUndoPluginKey } from "y-prosemirror";

/** End the step of undo that is being gathered: what comes next is another. */
export function endUndoStep(state: EditorState): void {
  yUndoPluginKey.getState(state)?.undoManager.stopCapturing();
}

/** The same command, as one step of undo. */
export function asUndoStep(command: Command): Command {
  return (state, dispatch, view) => {
    if (!dispatch) return command(state, dispatch, view);
    endUndoStep(state);
    const done = command(state, dispatch, view);
    endUndoStep(state);
    return done;
  };
}
