/** What can be inserted. */
import { msg } from "@lingui/core/macro";
import { IconFilePlus, IconLink, IconPhoto, IconPhotoEdit } from "@tabler/icons-react";
import * as keys from "../../editing/keys";
import type { CommandGroup } from "./group";

export const insert: CommandGroup = {
  name: msg`Insert`,
  commands: ({ now, page, readOnly }) => [
    {
      id: "link",
      label: msg`Link`,
      icon: IconLink,
      shortcut: "Ctrl+K",
      active: now.link !== null,
      run: page.openLink,
      plain: true,
      disabled: readOnly,
    },
    {
      id: "image",
      label: msg`Picture`,
      icon: IconPhoto,
      run: page.chooseImage,
      plain: true,
      disabled: readOnly,
    },
    {
      id: "picture",
      label: msg`Picture properties`,
      icon: IconPhotoEdit,
      run: () => page.togglePane("properties"),
      plain: true,
      disabled: !now.image,
    },
    {
      id: "line-break",
      label: msg`Line break`,
      shortcut: "Shift+Enter",
      run: keys.insertText("\n"),
    },
    {
      id: "column-break",
      label: msg`Column break`,
      shortcut: "Ctrl+Shift+Enter",
      run: keys.insertBreak("column"),
    },
    {
      id: "no-break-space",
      label: msg`No-break space`,
      shortcut: "Ctrl+Shift+Space",
      run: keys.insertText("\u00a0"),
    },
    {
      id: "no-break-hyphen",
      label: msg`No-break hyphen`,
      shortcut: "Ctrl+Shift+-",
      run: keys.insertText("\u2011"),
    },
    {
      id: "page-break",
      label: msg`Page break`,
      icon: IconFilePlus,
      shortcut: "Ctrl+Enter",
      run: keys.insertBreak("page"),
    },
  ],
};
