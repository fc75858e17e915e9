/** What every page of somebody known has: word of an ended session. */
import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { onSessionEnded } from "@/api";

const SessionEnded = lazy(() =>
  import("@/session/SessionEnded").then(({ SessionEnded }) => ({ default: SessionEnded })),
);

export function KnownLayout() {
  const [ended, setEnded] = useState(false);
  useEffect(() => onSessionEnded(() => setEnded(true)), []);
  return (
    <>
      <Outlet />
      {ended && (
        <Suspense>
          <SessionEnded onBack={() => setEnded(false)} />
        </Suspense>
      )}
    </>
  );
}
