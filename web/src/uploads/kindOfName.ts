/** A guess at the kind of a file from its name, until the server says. */
import type { Kind } from "@/api";

const kinds: [RegExp, Kind][] = [
  [/\.(docx?|docm|dotx|odt|rtf)$/i, "text"],
  [/\.(xlsx?|xlsm|csv|ods)$/i, "sheet"],
  [/\.(pptx?|pptm|odp)$/i, "slides"],
  [/\.pdf$/i, "pdf"],
  [/\.(png|jpe?g|gif|webp|avif|bmp|svg|heic)$/i, "image"],
  [/\.(mp3|m4a|aac|flac|ogg|wav|opus)$/i, "audio"],
  [/\.(mp4|m4v|webm|mov|mkv|avi)$/i, "video"],
  [/\.(txt|md|json|xml|ya?ml|toml|log|py|js|ts|css|html?)$/i, "plain"],
];

export function kindOfName(name: string): Kind {
  return kinds.find(([pattern]) => pattern.test(name))?.[1] ?? "file";
}
