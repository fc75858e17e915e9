/** What locked placeholders are called. */
import { useLingui } from "@lingui/react/macro";
import type { RawNames } from "../editing/raws";

export function useRawNames(): RawNames {
  const { t } = useLingui();
  return {
    chart: t`Chart`,
    textbox: t`Text box`,
    shape: t`Shape`,
    object: t`Embedded object`,
    control: t`Content control`,
    math: t`Equation`,
    kept: t`Kept as it is`,
  };
}
