/** Asks for the name of a new folder. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api";
import { queryClient } from "@/app/queries";
import { refresh } from "@/files/cache";
import { faultWords } from "@/files/NameField";
import { nameFault } from "@/files/names";
import { FormProblem } from "@/session/FormProblem";

export function NewFolderDialog({ parent, onClose }: { parent: string; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const [name, setName] = useState(t`New folder`);
  const fault = nameFault(name);
  const create = useMutation({
    mutationFn: () => api.createNode(parent, name.trim().normalize("NFC"), "folder"),
    onSuccess: async () => {
      await refresh(queryClient);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fault === null) create.mutate();
  };
  return (
    <Modal opened onClose={onClose} size={420} title={<Trans>New folder</Trans>}>
      <form onSubmit={submit}>
        <TextInput
          data-autofocus
          aria-label={t`Name`}
          value={name}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fault === null || name === "" ? undefined : i18n._(faultWords[fault])}
        />
        <div style={{ marginBlock: 16 }}>
          <FormProblem error={create.error} />
        </div>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" disabled={fault !== null} loading={create.isPending}>
            <Trans>Create</Trans>
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
