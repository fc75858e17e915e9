/** Whether the window is a phone's: one column, touch first. */
import { useMediaQuery } from "@mantine/hooks";

export function useNarrow(): boolean {
  return useMediaQuery("(max-width: 640px)", false, { getInitialValueInEffect: false }) ?? false;
}
