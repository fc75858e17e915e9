/** The little button after a fill by the handle: copy, go on, formats or none, dates by their units. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconChevronDown, IconRowInsertBottom } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { FilledHere } from "../../grid/view";
import type { FillOptions } from "../../model";
import type { ControlProps } from "../controls/props";
import styles from "./menus.module.css";
import { useCorner } from "./useCorner";

type Offer = [label: string, options: FillOptions] | null;

function useOffers(dates: boolean): Offer[] {
  const { t } = useLingui();
  const usual: Offer[] = [
    [t`Copy cells`, { mode: "copy" }],
    [t`Fill series`, { mode: "series" }],
    [t`Formats only`, { mode: "copy", what: "formats" }],
    [t`Without formats`, { what: "contents" }],
  ];
  if (!dates) return usual;
  return [
    ...usual,
    null,
    [t`By days`, { unit: "days" }],
    [t`By weekdays`, { unit: "weekdays" }],
    [t`By months`, { unit: "months" }],
    [t`By years`, { unit: "years" }],
  ];
}

export function FillMenu(props: ControlProps) {
  const { session } = props;
  const { t } = useLingui();
  const [filled, setFilled] = useState<FilledHere | null>(null);
  const [opened, setOpened] = useState(false);
  useEffect(() => session.view.onFilled(setFilled), [session]);
  const at = useCorner(props, filled?.area ?? null);
  const offers = useOffers(filled?.dates ?? false);
  if (!filled || !at) return null;
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" withinPortal>
      <Menu.Target>
        <Tooltip label={t`Fill options`} disabled={opened}>
          <ActionIcon
            className={styles.pasted}
            style={{ insetInlineStart: at.x, insetBlockStart: at.y }}
            aria-label={t`Fill options`}
            data-fill-options
          >
            <IconRowInsertBottom size={15} stroke={1.7} />
            <IconChevronDown size={11} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown data-menu="filled">
        {offers.map((offer) =>
          offer === null ? (
            <Menu.Divider key="units" />
          ) : (
            <Menu.Item
              key={offer[0]}
              onClick={() => {
                filled.again(offer[1]);
                session.back();
              }}
            >
              {offer[0]}
            </Menu.Item>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
