/** Built-in styles by the names that readers know them by; a style somebody named keeps its name. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

/** The names of the standard's built-in styles (as `w:name` has them, in lower case), without a final number. */
const builtIn = new Map<string, MessageDescriptor>(
  Object.entries({
    normal: msg({ context: "style", message: "Normal" }),
    heading: msg({ context: "style", message: "Heading" }),
    title: msg({ context: "style", message: "Title" }),
    subtitle: msg({ context: "style", message: "Subtitle" }),
    "list paragraph": msg({ context: "style", message: "List Paragraph" }),
    "no spacing": msg({ context: "style", message: "No Spacing" }),
    quote: msg({ context: "style", message: "Quote" }),
    "intense quote": msg({ context: "style", message: "Intense Quote" }),
    caption: msg({ context: "style", message: "Caption" }),
    header: msg({ context: "style", message: "Header" }),
    footer: msg({ context: "style", message: "Footer" }),
    toc: msg({ context: "style", message: "TOC" }),
    "toc heading": msg({ context: "style", message: "TOC Heading" }),
    index: msg({ context: "style", message: "Index" }),
    "index heading": msg({ context: "style", message: "Index Heading" }),
    "table of figures": msg({ context: "style", message: "Table of Figures" }),
    "table of authorities": msg({ context: "style", message: "Table of Authorities" }),
    "toa heading": msg({ context: "style", message: "TOA Heading" }),
    "body text": msg({ context: "style", message: "Body Text" }),
    "body text indent": msg({ context: "style", message: "Body Text Indent" }),
    "body text first indent": msg({ context: "style", message: "Body Text First Indent" }),
    "normal indent": msg({ context: "style", message: "Normal Indent" }),
    "normal (web)": msg({ context: "style", message: "Normal (Web)" }),
    "block text": msg({ context: "style", message: "Block Text" }),
    list: msg({ context: "style", message: "List" }),
    "list bullet": msg({ context: "style", message: "List Bullet" }),
    "list number": msg({ context: "style", message: "List Number" }),
    "list continue": msg({ context: "style", message: "List Continue" }),
    "footnote text": msg({ context: "style", message: "Footnote Text" }),
    "footnote reference": msg({ context: "style", message: "Footnote Reference" }),
    "endnote text": msg({ context: "style", message: "Endnote Text" }),
    "endnote reference": msg({ context: "style", message: "Endnote Reference" }),
    "annotation text": msg({ context: "style", message: "Comment Text" }),
    "annotation subject": msg({ context: "style", message: "Comment Subject" }),
    "annotation reference": msg({ context: "style", message: "Comment Reference" }),
    "balloon text": msg({ context: "style", message: "Balloon Text" }),
    "document map": msg({ context: "style", message: "Document Map" }),
    "plain text": msg({ context: "style", message: "Plain Text" }),
    "macro text": msg({ context: "style", message: "Macro Text" }),
    date: msg({ context: "style", message: "Date" }),
    salutation: msg({ context: "style", message: "Salutation" }),
    closing: msg({ context: "style", message: "Closing" }),
    signature: msg({ context: "style", message: "Signature" }),
    "e-mail signature": msg({ context: "style", message: "E-mail Signature" }),
    "note heading": msg({ context: "style", message: "Note Heading" }),
    "message header": msg({ context: "style", message: "Message Header" }),
    "envelope address": msg({ context: "style", message: "Envelope Address" }),
    "envelope return": msg({ context: "style", message: "Envelope Return" }),
    "html preformatted": msg({ context: "style", message: "HTML Preformatted" }),
    "html address": msg({ context: "style", message: "HTML Address" }),
    bibliography: msg({ context: "style", message: "Bibliography" }),
    "default paragraph font": msg({ context: "style", message: "Default Paragraph Font" }),
    emphasis: msg({ context: "style", message: "Emphasis" }),
    strong: msg({ context: "style", message: "Strong" }),
    "subtle emphasis": msg({ context: "style", message: "Subtle Emphasis" }),
    "intense emphasis": msg({ context: "style", message: "Intense Emphasis" }),
    "subtle reference": msg({ context: "style", message: "Subtle Reference" }),
    "intense reference": msg({ context: "style", message: "Intense Reference" }),
    "book title": msg({ context: "style", message: "Book Title" }),
    hyperlink: msg({ context: "style", message: "Hyperlink" }),
    followedhyperlink: msg({ context: "style", message: "Followed Hyperlink" }),
    "page number": msg({ context: "style", message: "Page Number" }),
    "line number": msg({ context: "style", message: "Line Number" }),
    "placeholder text": msg({ context: "style", message: "Placeholder Text" }),
    "normal table": msg({ context: "style", message: "Table Normal" }),
    "table normal": msg({ context: "style", message: "Table Normal" }),
    "table grid": msg({ context: "style", message: "Table Grid" }),
    "light shading": msg({ context: "style", message: "Light Shading" }),
    "light list": msg({ context: "style", message: "Light List" }),
    "light grid": msg({ context: "style", message: "Light Grid" }),
    "plain table": msg({ context: "style", message: "Plain Table" }),
    "no list": msg({ context: "style", message: "No List" }),
  }),
);

/** A style's name for a reader: `heading 1` as 标题 1, `Normal` as 正文; a name that is not built in as it is. */
export function styleName(name: string, say: (words: MessageDescriptor) => string): string {
  const whole = builtIn.get(name.toLowerCase());
  if (whole) return say(whole);
  const [, base, number] = /^(.*) (\d)$/.exec(name) ?? [];
  const words = base === undefined ? undefined : builtIn.get(base.toLowerCase());
  return words ? `${say(words)} ${number}` : name;
}

/** `styleName` in the language of now. */
export function useStyleName(): (name: string) => string {
  const { i18n } = useLingui();
  return (name) => styleName(name, (words) => i18n._(words));
}
