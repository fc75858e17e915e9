/** Tracked changes and what one looks up about a document. */
import { msg } from "@lingui/core/macro";
import {
  IconChecks,
  IconEye,
  IconMessageCheck,
  IconMessageX,
  IconSquareX,
  IconStepInto,
  IconStepOut,
} from "@tabler/icons-react";
import { decideAll, decideHere, goToRevision } from "../../editing/revisions";
import type { CommandGroup } from "./group";

export const review: CommandGroup = {
  name: msg`Review`,
  commands: ({ now, page, readOnly }) => {
    const none = now.changes === 0;
    const undecidable = readOnly || none;
    return [
      {
        id: "change-previous",
        label: msg`Previous change`,
        icon: IconStepOut,
        run: goToRevision(-1),
        disabled: none,
      },
      {
        id: "change-next",
        label: msg`Next change`,
        icon: IconStepInto,
        run: goToRevision(1),
        disabled: none,
      },
      {
        id: "change-accept",
        label: msg`Accept change`,
        icon: IconMessageCheck,
        run: decideHere("accept"),
        disabled: undecidable,
      },
      {
        id: "change-accept-all",
        label: msg`Accept all changes`,
        icon: IconChecks,
        run: decideAll("accept"),
        disabled: undecidable,
      },
      {
        id: "change-reject",
        label: msg`Reject change`,
        icon: IconMessageX,
        run: decideHere("reject"),
        disabled: undecidable,
      },
      {
        id: "change-reject-all",
        label: msg`Reject all changes`,
        icon: IconSquareX,
        run: decideAll("reject"),
        disabled: undecidable,
      },
      {
        id: "change-show",
        label: msg`Show changes`,
        icon: IconEye,
        active: page.changesShown,
        run: page.toggleChanges,
        plain: true,
        disabled: none,
      },
    ];
  },
};
