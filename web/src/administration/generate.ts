/** First passwords that can be read out: no look-alike characters, about 82 bits. */

const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
const groups = 4;
const groupLength = 4;

export function generatePassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(groups * groupLength));
  const characters = [...bytes].map((byte) => alphabet[byte % alphabet.length] ?? "a");
  const words: string[] = [];
  for (let group = 0; group < groups; group += 1) {
    words.push(characters.slice(group * groupLength, (group + 1) * groupLength).join(""));
  }
  return words.join("-");
}
