/** Which address shows what. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { api, isProblem, Problem } from "@/api";
import { EditorSkeleton } from "@/edit/EditorSkeleton";
import { EditPage } from "@/edit/EditPage";
import { FolderPage } from "@/files/FolderPage";
import { SearchPage, SharedPage, StarredPage, TrashPage } from "@/files/ListPages";
import { HomePage } from "@/home/HomePage";
import { ShellLayout } from "@/shell/ShellLayout";
import { ErrorState } from "./ErrorState";
import { KnownLayout } from "./KnownLayout";
import { meQuery, queryClient } from "./queries";
import { Splash } from "./Splash";

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => <ErrorState error={new Problem(404, "not-found", "", "")} home />,
  errorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} home />,
});

async function whoAmI({ location }: { location: { href: string } }) {
  try {
    return { me: await queryClient.ensureQueryData(meQuery) };
  } catch (error) {
    if (!isProblem(error) || error.status !== 401) throw error;
  }
  const { setup } = await api.health();
  if (setup) throw redirect({ to: "/setup" });
  throw redirect({ to: "/sign-in", search: { next: location.href } });
}

const known = createRoute({
  getParentRoute: () => root,
  id: "known",
  beforeLoad: whoAmI,
  component: KnownLayout,
  pendingComponent: Splash,
});

const edit = createRoute({
  getParentRoute: () => known,
  path: "/edit/$nodeId",
  component: EditPage,
  pendingComponent: EditorSkeleton,
});

const file = createRoute({
  getParentRoute: () => known,
  path: "/file/$nodeId",
  component: lazyRouteComponent(() => import("@/preview/FilePage"), "FilePage"),
});

const shell = createRoute({
  getParentRoute: () => known,
  id: "shell",
  validateSearch: (search: Record<string, unknown>): { preview?: string | undefined } =>
    typeof search.preview === "string" ? { preview: search.preview } : {},
  component: ShellLayout,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  beforeLoad: ({ context }) => {
    // A guest has no home: what they were given is behind their link.
    if (context.me.user === null) throw redirect({ to: "/sign-in" });
  },
  component: HomePage,
});

const folder = createRoute({
  getParentRoute: () => shell,
  path: "/folder/$nodeId",
  component: FolderPage,
});

const shared = createRoute({
  getParentRoute: () => shell,
  path: "/shared",
  validateSearch: (search: Record<string, unknown>): { owner?: string } =>
    typeof search.owner === "string" ? { owner: search.owner } : {},
  component: SharedPage,
});

const starred = createRoute({
  getParentRoute: () => shell,
  path: "/starred",
  component: StarredPage,
});

const trash = createRoute({ getParentRoute: () => shell, path: "/trash", component: TrashPage });

const search = createRoute({
  getParentRoute: () => shell,
  path: "/search",
  validateSearch: (found: Record<string, unknown>): { q: string } => ({
    q: typeof found.q === "string" || typeof found.q === "number" ? String(found.q) : "",
  }),
  component: SearchPage,
});

const profile = createRoute({
  getParentRoute: () => shell,
  path: "/profile",
  component: lazyRouteComponent(() => import("@/profile/ProfilePage"), "ProfilePage"),
});

const administration = createRoute({
  getParentRoute: () => shell,
  path: "/administration",
  component: lazyRouteComponent(
    () => import("@/administration/AdministrationPage"),
    "AdministrationPage",
  ),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("@/session/SetupPage"), "SetupPage"),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" ? { next: search.next } : {},
  component: lazyRouteComponent(() => import("@/session/SignInPage"), "SignInPage"),
});

const link = createRoute({
  getParentRoute: () => root,
  path: "/s/$token",
  component: lazyRouteComponent(() => import("@/session/LinkPage"), "LinkPage"),
});

const routeTree = root.addChildren([
  known.addChildren([
    edit,
    file,
    shell.addChildren([home, folder, shared, starred, trash, search, profile, administration]),
  ]),
  setup,
  signIn,
  link,
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingMs: 200,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
