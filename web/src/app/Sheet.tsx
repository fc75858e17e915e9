/** A drawer, fetched when the first one is opened: the rail and action sheets of small screens. */
import type { DrawerProps } from "@mantine/core";
import { lazy, Suspense, useEffect, useState } from "react";

const Drawer = lazy(() => import("./Drawer"));

export function Sheet(props: DrawerProps) {
  const [wanted, setWanted] = useState(props.opened);
  useEffect(() => {
    if (props.opened) setWanted(true);
  }, [props.opened]);
  if (!wanted) return null;
  return (
    <Suspense>
      <Drawer {...props} />
    </Suspense>
  );
}
