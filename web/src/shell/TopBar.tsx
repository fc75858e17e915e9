/** The head of the page: search, notifications, language and theme, me. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Kbd, Menu, Tooltip, useMantineColorScheme } from "@mantine/core";
import {
  IconCheck,
  IconDeviceDesktop,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMenu2,
  IconMoon,
  IconSearch,
  IconSun,
  IconUserCog,
} from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { api } from "@/api";
import { notifyProblem } from "@/app/notices";
import { useNarrow } from "@/app/useNarrow";
import { type Locale, locales, speak } from "@/i18n";
import { Avatar } from "@/people/Avatar";
import { leave } from "@/session/leave";
import { useMe } from "@/session/me";
import { Seal } from "@/theme";
import { Bell } from "./Bell";
import { shellDialog } from "./dialogs";
import styles from "./TopBar.module.css";

/** Turn the page to a language, and keep it with the person when somebody is signed in. */
export function useSpeak(): (locale: Locale) => void {
  const me = useMe();
  return (locale) => {
    void speak(locale);
    if (me.user !== null) api.updateMe({ language: locale }).catch(notifyProblem);
  };
}

function SearchField() {
  const { t } = useLingui();
  return (
    <button
      type="button"
      className={styles.search}
      aria-haspopup="dialog"
      onClick={() => shellDialog.set("palette")}
    >
      <IconSearch size={18} stroke={1.6} aria-hidden="true" />
      <span>{t`Search files, people, actions`}</span>
      <Kbd className={styles.keys}>Ctrl K</Kbd>
    </button>
  );
}

function LanguageItems() {
  const { i18n } = useLingui();
  const turn = useSpeak();
  return (Object.keys(locales) as Locale[]).map((locale) => (
    <Menu.Item
      key={locale}
      lang={locale}
      onClick={() => turn(locale)}
      rightSection={i18n.locale === locale ? <IconCheck size={16} /> : undefined}
    >
      {locales[locale]}
    </Menu.Item>
  ));
}

function ThemeItems() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const themes = [
    { value: "light", label: t`Light`, Icon: IconSun },
    { value: "dark", label: t`Dark`, Icon: IconMoon },
    { value: "auto", label: t`As the system`, Icon: IconDeviceDesktop },
  ] as const;
  return themes.map(({ value, label, Icon }) => (
    <Menu.Item
      key={value}
      leftSection={<Icon size={18} stroke={1.6} />}
      rightSection={colorScheme === value ? <IconCheck size={16} /> : undefined}
      onClick={() => setColorScheme(value)}
    >
      {label}
    </Menu.Item>
  ));
}

function Looks() {
  const { t } = useLingui();
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <Tooltip label={t`Language and theme`}>
          <ActionIcon size={36} aria-label={t`Language and theme`}>
            <IconLanguage size={20} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Trans>Language</Trans>
        </Menu.Label>
        <LanguageItems />
        <Menu.Divider />
        <Menu.Label>
          <Trans>Theme</Trans>
        </Menu.Label>
        <ThemeItems />
      </Menu.Dropdown>
    </Menu>
  );
}

function PersonMenu() {
  const { t } = useLingui();
  const me = useMe();
  const narrow = useNarrow();
  const navigate = useNavigate();
  if (me.user === null) return null;
  const { name, email } = me.user;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <button type="button" className={styles.me} aria-label={t`My account: ${name}`}>
          <Avatar person={me.user} color={me.actor.color} size={32} decorative />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={styles.card}>
          <strong>{name}</strong>
          <span>{email}</span>
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconUserCog size={18} stroke={1.6} />}
          onClick={() => void navigate({ to: "/profile" })}
        >
          <Trans>Profile and security</Trans>
        </Menu.Item>
        {!narrow && (
          <Menu.Item
            leftSection={<IconKeyboard size={18} stroke={1.6} />}
            rightSection={<span className={styles.hint}>?</span>}
            onClick={() => shellDialog.set("keys")}
          >
            <Trans>Keyboard shortcuts</Trans>
          </Menu.Item>
        )}
        {narrow && (
          <>
            <Menu.Divider />
            <LanguageItems />
            <Menu.Divider />
            <ThemeItems />
          </>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} stroke={1.6} />} onClick={() => void leave()}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function TopBar({ onRail }: { onRail: () => void }) {
  const { t } = useLingui();
  const narrow = useNarrow();
  return (
    <header className={styles.top}>
      {narrow && (
        <ActionIcon size={40} aria-label={t`Open the side bar`} onClick={onRail}>
          <IconMenu2 size={22} stroke={1.6} />
        </ActionIcon>
      )}
      <SearchField />
      <div className={styles.tools}>
        <Bell />
        {!narrow && <Looks />}
        <PersonMenu />
      </div>
    </header>
  );
}

export function GuestBar() {
  const me = useMe();
  return (
    <header className={styles.top}>
      <Seal size={28} />
      <strong className={styles.organisation}>{me.organisation.name}</strong>
      <div className={styles.tools}>
        <Looks />
        <Button component={Link} to="/sign-in" variant="default">
          <Trans>Sign in</Trans>
        </Button>
      </div>
    </header>
  );
}
