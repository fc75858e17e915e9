/** Type a person, pick a role, share. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Combobox, Loader, Pill, PillsInput, Select, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useState } from "react";
import { api, type Grant, keys, type Node, type Person, type Role } from "@/api";
import { notify, notifyProblem } from "@/app/notices";
import { Avatar } from "@/people/Avatar";
import { useMe } from "@/session/me";
import { givable, roleName } from "./roles";
import styles from "./ShareDialog.module.css";

interface PickerProps {
  chosen: Person[];
  exclude: ReadonlySet<string>;
  onChange: (chosen: Person[]) => void;
}

function useCandidates(text: string, exclude: ReadonlySet<string>, chosen: Person[]) {
  const [question] = useDebouncedValue(text.trim(), 150);
  const answer = useQuery({
    queryKey: keys.users(question),
    queryFn: ({ signal }) => api.users({ q: question, limit: 20 }, signal),
    placeholderData: (previous) => previous,
  });
  const taken = new Set(chosen.map((person) => person.id));
  const items = (answer.data?.items ?? []).filter(
    (person) => !exclude.has(person.id) && !taken.has(person.id) && !person.disabled,
  );
  return { items: items.slice(0, 8), waiting: answer.isPending };
}

function PersonPicker({ chosen, exclude, onChange }: PickerProps) {
  const { t } = useLingui();
  const [text, setText] = useState("");
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { items, waiting } = useCandidates(text, exclude, chosen);
  const shown = items.map((person) => person.id).join(" ");
  const { dropdownOpened, selectFirstOption } = combobox;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other people shown, so the first of them is meant
  useEffect(() => {
    if (dropdownOpened) selectFirstOption();
  }, [shown, dropdownOpened]);
  const choose = (id: string) => {
    const person = items.find((item) => item.id === id);
    if (person !== undefined) onChange([...chosen, person]);
    setText("");
    combobox.closeDropdown();
  };
  const erase = (event: KeyboardEvent) => {
    if (event.key === "Backspace" && text === "" && !event.nativeEvent.isComposing) {
      onChange(chosen.slice(0, -1));
    }
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.DropdownTarget>
        <PillsInput className={styles.people} onClick={() => combobox.openDropdown()}>
          <Pill.Group>
            {chosen.map((person) => (
              <Pill
                key={person.id}
                withRemoveButton
                onRemove={() => onChange(chosen.filter((other) => other.id !== person.id))}
                removeButtonProps={{ "aria-label": t`Remove ${person.name}` }}
              >
                {person.name}
              </Pill>
            ))}
            <Combobox.EventsTarget>
              <PillsInput.Field
                data-autofocus
                aria-label={t`Add people`}
                placeholder={chosen.length === 0 ? t`Name or e-mail` : ""}
                value={text}
                onBlur={() => combobox.closeDropdown()}
                onChange={(event) => {
                  setText(event.currentTarget.value);
                  combobox.openDropdown();
                }}
                onKeyDown={erase}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown>
        <Combobox.Options>
          {items.map((person) => (
            <Combobox.Option key={person.id} value={person.id}>
              <span className={styles.option}>
                <Avatar person={person} size={28} decorative />
                <span className={styles.who}>
                  <span>{person.name}</span>
                  <span className={styles.why}>{person.email}</span>
                </span>
              </span>
            </Combobox.Option>
          ))}
          {items.length === 0 && (
            <Combobox.Empty>
              {waiting ? (
                <Loader size="xs" />
              ) : (
                <Trans>Nobody by that name. Share with others by link.</Trans>
              )}
            </Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

export function Invite({
  node,
  grants,
}: {
  node: Pick<Node, "id" | "role" | "owner">;
  grants: Grant[];
}) {
  const { t } = useLingui();
  const me = useMe();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Person[]>([]);
  const [role, setRole] = useState<Role>("editor");
  const exclude = new Set([
    node.owner.id,
    me.user?.id ?? "",
    ...grants.filter((grant) => grant.inherited === null).map((grant) => grant.user.id),
  ]);
  const share = useMutation({
    mutationFn: () => Promise.all(chosen.map((person) => api.setGrant(node.id, person.id, role))),
    onSuccess: () => {
      notify(<Trans>Shared. They find it under “Shared with me”.</Trans>);
      setChosen([]);
    },
    onError: notifyProblem,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: keys.grants(node.id) }),
        queries.invalidateQueries({ queryKey: keys.lists }),
      ]),
  });
  return (
    <div className={styles.invite}>
      <PersonPicker chosen={chosen} exclude={exclude} onChange={setChosen} />
      <Select
        className={styles.role}
        aria-label={t`Role`}
        value={role}
        onChange={(value) => setRole((value as Role | null) ?? "editor")}
        data={givable(node.role).map((value) => ({ value, label: roleName(value) }))}
      />
      <Button
        disabled={chosen.length === 0}
        loading={share.isPending}
        onClick={() => share.mutate()}
      >
        <Trans>Share</Trans>
      </Button>
    </div>
  );
}
