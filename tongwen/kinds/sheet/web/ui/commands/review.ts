/** What is said about cells: comments that are answered and settled. */
import { msg } from "@lingui/core/macro";
import { IconMessageDown, IconMessagePlus, IconMessages, IconMessageUp } from "@tabler/icons-react";
import type { CommandGroup } from "./group";

export const review: CommandGroup = {
  name: msg`Review`,
  commands: ({ session, now, page }) => {
    const { reviewing } = session;
    const show = (run: () => void) => () => {
      page.hideHistory();
      run();
    };
    const none = now.threads === 0;
    return [
      {
        id: "comment",
        label: msg`New comment`,
        icon: IconMessagePlus,
        shortcut: "Ctrl+Alt+M",
        run: show(() => reviewing.begin()),
        plain: true,
        disabled: !now.commentable,
      },
      {
        id: "comments",
        label: msg`Comments`,
        icon: IconMessages,
        active: now.commenting,
        run: show(() => reviewing.toggle()),
        plain: true,
      },
      {
        id: "comment-previous",
        label: msg`Previous comment`,
        icon: IconMessageUp,
        run: show(() => reviewing.step(-1)),
        plain: true,
        disabled: none,
      },
      {
        id: "comment-next",
        label: msg`Next comment`,
        icon: IconMessageDown,
        run: show(() => reviewing.step(1)),
        plain: true,
        disabled: none,
      },
    ];
  },
};
