/** The actions of the shell, for the palette. */
import { useLingui } from "@lingui/react/macro";
import { useMantineColorScheme } from "@mantine/core";
import {
  IconBuildingCommunity,
  IconFileUpload,
  IconFolder,
  IconFolderPlus,
  IconFolderUp,
  IconHome,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconStar,
  IconSun,
  IconTrash,
  IconUserCog,
  IconUsers,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { KindIcon } from "@/kinds/KindIcon";
import { leave } from "@/session/leave";
import { useMe } from "@/session/me";
import { shellDialog } from "@/shell/dialogs";
import { creatable } from "@/shell/NewMenu";
import { useSpeak } from "@/shell/TopBar";
import { useCreate } from "@/shell/useCreate";
import { chooseFiles, chooseFolder } from "@/uploads/choosing";

export interface Command {
  id: string;
  label: string;
  icon: ReactNode;
  /** Other words by which people look for it. */
  also?: string;
  run: () => void;
}

const icon = { size: 20, stroke: 1.6 } as const;

function useMaking(): Command[] {
  const { t, i18n } = useLingui();
  const { create } = useCreate();
  return [
    ...creatable.map(({ kind, label }): Command => {
      const name = i18n._(label);
      return {
        id: `new-${kind}`,
        label: t`New: ${name}`,
        icon: <KindIcon kind={kind} />,
        run: () => void create(kind),
      };
    }),
    {
      id: "new-folder",
      label: t`New folder`,
      icon: <IconFolderPlus {...icon} />,
      run: () => shellDialog.set("folder"),
    },
    {
      id: "upload-files",
      label: t`Upload files`,
      icon: <IconFileUpload {...icon} />,
      run: () => void chooseFiles(),
    },
    {
      id: "upload-folder",
      label: t`Upload folder`,
      icon: <IconFolderUp {...icon} />,
      run: () => void chooseFolder(),
    },
  ];
}

function useGoing(): Command[] {
  const { t } = useLingui();
  const me = useMe();
  const navigate = useNavigate();
  const go = (to: string) => () => void navigate({ to });
  const places: Command[] = [
    { id: "home", label: t`Go to Home`, icon: <IconHome {...icon} />, run: go("/") },
    {
      id: "files",
      label: t`Go to My files`,
      icon: <IconFolder {...icon} />,
      run: go(`/folder/${me.root ?? ""}`),
    },
    {
      id: "shared",
      label: t`Go to Shared with me`,
      icon: <IconUsers {...icon} />,
      run: go("/shared"),
    },
    { id: "starred", label: t`Go to Starred`, icon: <IconStar {...icon} />, run: go("/starred") },
    { id: "trash", label: t`Go to Trash`, icon: <IconTrash {...icon} />, run: go("/trash") },
    {
      id: "profile",
      label: t`Profile and security`,
      also: "password token session 密码 令牌",
      icon: <IconUserCog {...icon} />,
      run: go("/profile"),
    },
  ];
  if (me.user?.administrator !== true) return places;
  return [
    ...places,
    {
      id: "administration",
      label: t`Administration`,
      also: "members 成员",
      icon: <IconBuildingCommunity {...icon} />,
      run: go("/administration"),
    },
  ];
}

function useSettings(): Command[] {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const turn = useSpeak();
  return [
    {
      id: "theme",
      label: colorScheme === "dark" ? t`Turn the theme light` : t`Turn the theme dark`,
      also: "theme dark light 主题 深色 浅色",
      icon: colorScheme === "dark" ? <IconSun {...icon} /> : <IconMoon {...icon} />,
      run: () => setColorScheme(colorScheme === "dark" ? "light" : "dark"),
    },
    {
      id: "zh",
      label: "简体中文",
      also: "language 语言 chinese",
      icon: <IconLanguage {...icon} />,
      run: () => turn("zh-CN"),
    },
    {
      id: "en",
      label: "English",
      also: "language 语言 英文",
      icon: <IconLanguage {...icon} />,
      run: () => turn("en"),
    },
    {
      id: "keys",
      label: t`Keyboard shortcuts`,
      icon: <IconKeyboard {...icon} />,
      run: () => shellDialog.set("keys"),
    },
    { id: "leave", label: t`Sign out`, icon: <IconLogout {...icon} />, run: () => void leave() },
  ];
}

export function useCommands(): Command[] {
  return [...useMaking(), ...useGoing(), ...useSettings()];
}

/** Those in whose words every word typed begins or is found. */
export function matching(commands: readonly Command[], text: string): Command[] {
  const words = text.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ label, also = "" }) => {
    const haystack = `${label} ${also}`.toLocaleLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
