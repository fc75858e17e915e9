/** What every page of somebody known has: word of an ended session. */
import { Outlet } from "@tanstack/react-router";
import { SessionEnded } from "@/session/SessionEnded";

export function KnownLayout() {
  return (
    <>
      <Outlet />
      <SessionEnded />
    </>
  );
}
