/** How the document is shown. */
import { msg } from "@lingui/core/macro";
import {
  IconDeviceDesktop,
  IconFileText,
  IconFocusCentered,
  IconLayoutSidebar,
  IconPilcrow,
} from "@tabler/icons-react";
import type { CommandGroup } from "./group";

export const view: CommandGroup = {
  name: msg`View`,
  commands: ({ page }) => [
    {
      id: "outline",
      label: msg`Outline`,
      icon: IconLayoutSidebar,
      active: page.outline,
      run: () => page.togglePane("outline"),
      plain: true,
    },
    {
      id: "pages",
      label: msg`Pages`,
      icon: IconFileText,
      active: page.layout === "pages",
      run: () => page.setLayout("pages"),
      plain: true,
    },
    {
      id: "web",
      label: msg`Web layout`,
      icon: IconDeviceDesktop,
      active: page.layout === "web",
      run: () => page.setLayout("web"),
      plain: true,
    },
    {
      id: "marks",
      label: msg`Formatting marks`,
      icon: IconPilcrow,
      active: page.marksShown,
      run: page.toggleMarks,
      plain: true,
    },
    {
      id: "zoom-width",
      label: msg`Fit width`,
      icon: IconFocusCentered,
      run: () => page.zoom(0),
      plain: true,
    },
  ],
};
