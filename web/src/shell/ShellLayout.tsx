/** The shell: rail, top bar, the page, and what floats above them. */
import { useLingui } from "@lingui/react/macro";
import { Outlet, useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { Sheet } from "@/app/Sheet";
import { useNarrow } from "@/app/useNarrow";
import { PreviewOverlay } from "@/preview/PreviewOverlay";
import { useMe } from "@/session/me";
import { DropOverlay } from "@/uploads/DropOverlay";
import { uploadsStarted } from "@/uploads/started";
import { shellDialog } from "./dialogs";
import { OfflineBanner } from "./OfflineBanner";
import { Rail, RailContent } from "./Rail";
import styles from "./ShellLayout.module.css";
import { GuestBar, TopBar } from "./TopBar";
import { whereNew } from "./useCreate";
import { useInterrupted } from "./useInterrupted";

const UploadTray = lazy(() =>
  import("@/uploads/UploadTray").then(({ UploadTray }) => ({ default: UploadTray })),
);
const Palette = lazy(() =>
  import("@/palette/Palette").then(({ Palette }) => ({ default: Palette })),
);
const KeyboardHelp = lazy(() =>
  import("./KeyboardHelp").then(({ KeyboardHelp }) => ({ default: KeyboardHelp })),
);
const NewFolderDialog = lazy(() =>
  import("./NewFolderDialog").then(({ NewFolderDialog }) => ({ default: NewFolderDialog })),
);

function Tray() {
  if (!uploadsStarted.use()) return null;
  return (
    <Suspense>
      <UploadTray />
    </Suspense>
  );
}

/** Whether keys typed now are text. */
function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function useShellKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const control = event.ctrlKey || event.metaKey;
      if (control && event.key.toLowerCase() === "k") {
        event.preventDefault();
        shellDialog.set("palette");
      } else if (control && event.key === "/") {
        event.preventDefault();
        shellDialog.set("keys");
      } else if (event.key === "?" && !typing(event.target)) {
        shellDialog.set("keys");
      }
    };
    // Before the list reads it as the beginning of a name.
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
}

function ShellDialogs() {
  const dialog = shellDialog.use();
  const close = () => shellDialog.set(null);
  const parent = whereNew();
  return (
    <Suspense>
      {dialog === "palette" && <Palette onClose={close} />}
      {dialog === "keys" && <KeyboardHelp onClose={close} />}
      {dialog === "folder" && parent !== null && (
        <NewFolderDialog parent={parent.id} onClose={close} />
      )}
    </Suspense>
  );
}

function RailDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      size={280}
      withCloseButton={false}
      classNames={{ content: styles.drawer ?? "", body: styles.drawerBody ?? "" }}
    >
      <RailContent />
    </Sheet>
  );
}

function MemberShell() {
  const { t } = useLingui();
  const narrow = useNarrow();
  const { pathname } = useLocation();
  const [drawer, setDrawer] = useState(false);
  useShellKeys();
  useInterrupted();
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the drawer
  useEffect(() => setDrawer(false), [pathname]);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">{t`Skip to the content`}</a>
      {narrow ? <RailDrawer opened={drawer} onClose={() => setDrawer(false)} /> : <Rail />}
      <div className={styles.main}>
        <OfflineBanner />
        <TopBar onRail={() => setDrawer(true)} />
        <main id="content" className={styles.content} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <DropOverlay />
      <Tray />
      <ShellDialogs />
      <PreviewOverlay />
    </div>
  );
}

function GuestShell() {
  return (
    <div className={styles.shell}>
      <div className={styles.main}>
        <OfflineBanner />
        <GuestBar />
        <main id="content" className={styles.content}>
          <Outlet />
        </main>
      </div>
      <DropOverlay />
      <Tray />
      <PreviewOverlay />
    </div>
  );
}

export function ShellLayout() {
  return useMe().user === null ? <GuestShell /> : <MemberShell />;
}
