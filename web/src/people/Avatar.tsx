/** A person as a coloured disc with initials, or the last two characters of a Chinese name. */
import { VisuallyHidden } from "@mantine/core";
import { people, personColor } from "@/theme/tokens";
import styles from "./Avatar.module.css";

/** What stands in the disc: two Han characters at most, or the initials. */
export function initials(name: string): string {
  const trimmed = name.trim();
  if (trimmed === "") return "?";
  const han = trimmed.match(/\p{Script=Han}/gu);
  if (han !== null) return han.slice(-2).join("");
  const words = trimmed.split(/\s+/);
  const first = [...(words[0] ?? "")][0] ?? "";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}

/** The same person has the same colour as in documents: the server counts the same way (CRC-32 of the id). */
export function colorIndex(id: string): number {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(id)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ((crc ^ 0xffffffff) >>> 0) % people.length;
}

export interface AvatarProps {
  person: { id: string; name: string };
  /** `actor.color` or an awareness colour number; made from the id when absent. */
  color?: number;
  size?: number;
  /** Hide from readers of the screen where the name stands beside it. */
  decorative?: boolean;
}

export function Avatar({ person, color, size = 28, decorative = false }: AvatarProps) {
  const ground = personColor(color ?? colorIndex(person.id));
  const text = initials(person.name);
  const share = [...text].length > 1 ? 0.38 : 0.46;
  return (
    <span
      className={styles.avatar}
      style={{ inlineSize: size, blockSize: size, background: ground, fontSize: size * share }}
      title={person.name}
      aria-hidden={decorative}
    >
      <span aria-hidden="true">{text}</span>
      {!decorative && <VisuallyHidden>{person.name}</VisuallyHidden>}
    </span>
  );
}

/** A few people overlapping, and how many more there are. */
export function AvatarStack({
  people,
  max = 4,
  size = 28,
}: {
  people: { id: string; name: string }[];
  max?: number;
  size?: number;
}) {
  const shown = people.slice(0, max);
  const more = people.length - shown.length;
  return (
    <span className={styles.stack}>
      {shown.map((person) => (
        <Avatar key={person.id} person={person} size={size} />
      ))}
      {more > 0 && (
        <span className={styles.more} style={{ inlineSize: size, blockSize: size }}>
          +{more}
        </span>
      )}
    </span>
  );
}
