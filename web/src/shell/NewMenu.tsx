/** The big New button: documents, a folder, uploads. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconFileUpload, IconFolderUp, IconPlus } from "@tabler/icons-react";
import type { Kind } from "@/api";
import { KindIcon } from "@/kinds/KindIcon";
import { hasEditor } from "@/kinds/registry";
import { chooseFiles, chooseFolder } from "@/uploads/choosing";
import { shellDialog } from "./dialogs";
import { useCreate } from "./useCreate";

const documents: { kind: Kind; label: MessageDescriptor }[] = [
  { kind: "text", label: msg`Document` },
  { kind: "sheet", label: msg`Spreadsheet` },
  { kind: "slides", label: msg`Presentation` },
];

/** Only what can be worked on here: a file that cannot be opened is no use. */
export const creatable = documents.filter(({ kind }) => hasEditor(kind));

export function NewMenu({ folded = false }: { folded?: boolean }) {
  const { t, i18n } = useLingui();
  const { create, busy } = useCreate();
  return (
    <Menu position="bottom-start" width={230} offset={6}>
      <Menu.Target>
        {folded ? (
          <ActionIcon
            variant="filled"
            color="azurite"
            size={40}
            radius="lg"
            aria-label={t`New`}
            loading={busy}
          >
            <IconPlus size={20} />
          </ActionIcon>
        ) : (
          <Button
            size="md"
            radius="lg"
            fullWidth
            justify="flex-start"
            loading={busy}
            leftSection={<IconPlus size={20} />}
          >
            <Trans>New</Trans>
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {creatable.map(({ kind, label }) => (
          <Menu.Item
            key={kind}
            leftSection={<KindIcon kind={kind} size={20} />}
            onClick={() => void create(kind)}
          >
            {i18n._(label)}
          </Menu.Item>
        ))}
        <Menu.Item
          leftSection={<KindIcon kind="folder" size={20} />}
          onClick={() => shellDialog.set("folder")}
        >
          <Trans>Folder</Trans>
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconFileUpload size={20} stroke={1.6} />}
          onClick={() => void chooseFiles()}
        >
          <Trans>Upload files</Trans>
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFolderUp size={20} stroke={1.6} />}
          onClick={() => void chooseFolder()}
        >
          <Trans>Upload folder</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
