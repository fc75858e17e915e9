/** Which address shows what. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { api, isProblem } from "@/api";
import { EditorSkeleton } from "@/edit/EditorSkeleton";
import { EditPage } from "@/edit/EditPage";
import { ErrorState } from "./ErrorState";
import { meQuery, queryClient } from "./queries";

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => <ErrorState title="404" home />,
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
  component: Outlet,
});

const edit = createRoute({
  getParentRoute: () => known,
  path: "/edit/$nodeId",
  component: EditPage,
  pendingComponent: EditorSkeleton,
});
const home = createRoute({
  getParentRoute: () => known,
  path: "/",
  component: lazyRouteComponent(() => import("@/home/HomePage"), "HomePage"),
});

const folder = createRoute({
  getParentRoute: () => known,
  path: "/folder/$nodeId",
  component: lazyRouteComponent(() => import("@/files/FolderPage"), "FolderPage"),
});

const file = createRoute({
  getParentRoute: () => known,
  path: "/file/$nodeId",
  component: lazyRouteComponent(() => import("@/preview/FilePage"), "FilePage"),
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
  known.addChildren([home, folder, edit, file]),
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
