/** What can be done with the whole file: download in several formats, print, history, trash. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Menu } from "@mantine/core";
import {
  IconCsv,
  IconDots,
  IconDownload,
  IconHistory,
  IconKeyboard,
  IconMarkdown,
  IconPdf,
  IconPrinter,
  IconTable,
  IconTrash,
  IconTxt,
  IconWorld,
} from "@tabler/icons-react";
import { api, type Node } from "@/api";
import { trash } from "@/files/actions";
import type { IconProps } from "./command";

export interface FileMenuProps {
  node: Node;
  onHistory: () => void;
  onPrint: () => void;
  onShortcuts: () => void;
  /** The name of the worksheet on screen, which becomes a CSV. */
  sheet?: string;
}

function useConversions(node: Node) {
  const { t } = useLingui();
  if (node.kind === "sheet") {
    return [
      { format: "csv", label: t`Download as CSV`, Icon: IconCsv },
      { format: "ods", label: t`Download as OpenDocument`, Icon: IconTable },
      { format: "pdf", label: t`Download as PDF`, Icon: IconPdf },
      { format: "html", label: t`Download as web page`, Icon: IconWorld },
    ];
  }
  if (node.kind !== "text") return [];
  return [
    { format: "md", label: t`Download as Markdown`, Icon: IconMarkdown },
    { format: "txt", label: t`Download as plain text`, Icon: IconTxt },
    { format: "html", label: t`Download as web page`, Icon: IconWorld },
  ];
}

const icon = (Icon: React.ComponentType<IconProps>) => <Icon size={16} stroke={1.7} />;

export function FileMenu({
  node,
  onHistory,
  onPrint,
  onShortcuts,
  onTrashed,
  sheet,
}: FileMenuProps & {
  onTrashed: () => void;
}) {
  const { t } = useLingui();
  const conversions = useConversions(node);
  const remove = async (): Promise<void> => {
    if (await trash([node])) onTrashed();
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon aria-label={t`More`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component="a"
          href={api.contentAddress(node.id)}
          download
          leftSection={icon(IconDownload)}
        >
          {t`Download`}
        </Menu.Item>
        {conversions.map(({ format, label, Icon }) => (
          <Menu.Item
            key={format}
            component="a"
            href={api.contentAddress(
              node.id,
              format === "csv" && sheet ? { format, sheet } : { format },
            )}
            download
            leftSection={icon(Icon)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={icon(IconPrinter)} onClick={onPrint}>
          {t`Print`}
        </Menu.Item>
        <Menu.Item leftSection={icon(IconHistory)} onClick={onHistory}>
          {t`Version history`}
        </Menu.Item>
        <Menu.Item leftSection={icon(IconKeyboard)} onClick={onShortcuts}>
          {t`Keyboard shortcuts`}
        </Menu.Item>
        {node.role === "owner" && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={icon(IconTrash)} onClick={() => void remove()}>
              {t`Move to trash`}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
