/** A link: its text and where it leads. */
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { linkTarget } from "../document/schema";
import { linkAround, setLink } from "../editing/marks";
import type { TextSession } from "./session";

/** What somebody typed as an address: a bare domain gets `https://`, an e-mail address `mailto:`. */
export function completeAddress(typed: string): string | null {
  const text = typed.trim();
  if (text === "") return null;
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return `mailto:${text}`;
  if (linkTarget(text)) return text;
  if (/^[\w-]+(\.[\w-]+)+(\/|$|\?|#|:)/.test(text)) return `https://${text}`;
  return null;
}

function Form({ session, onClose }: { session: TextSession; onClose: () => void }) {
  const { t } = useLingui();
  const { state } = session.view;
  const around = linkAround(state);
  const range = around ?? { from: state.selection.from, to: state.selection.to };
  const [text, setText] = useState(() => state.doc.textBetween(range.from, range.to));
  const [address, setAddress] = useState(String(around?.mark.attrs.href ?? ""));
  const [tried, setTried] = useState(false);
  const target = completeAddress(address);
  const apply = (): void => {
    setTried(true);
    if (!target) return;
    onClose();
    session.run(
      setLink(range, target, text.trim() || (range.from === range.to ? address.trim() : "")),
    );
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <TextInput
        label={t`Text`}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <TextInput
        data-autofocus
        mt="sm"
        label={t`Address`}
        placeholder="https://"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        error={tried && !target ? t`Type a web or e-mail address` : undefined}
      />
      <Group justify="flex-end" mt="lg">
        {around && (
          <Button
            variant="subtle"
            color="cinnabar"
            onClick={() => {
              onClose();
              session.run(setLink(range, null, ""));
            }}
          >
            {t`Remove link`}
          </Button>
        )}
        <Button type="submit">{t`Apply`}</Button>
      </Group>
    </form>
  );
}

export function LinkDialog({
  session,
  opened,
  onClose,
}: {
  session: TextSession;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useLingui();
  return (
    <Modal opened={opened} onClose={onClose} title={t`Link`} size={420}>
      {opened && <Form session={session} onClose={onClose} />}
    </Modal>
  );
}
