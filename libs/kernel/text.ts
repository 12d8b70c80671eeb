/** Names that every JavaScript object answers to: as keys or ids they would find what nobody stored. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Control characters but tab, line feed and carriage return: they have no place in text that people read. */
// A constructor, because linters take a control character in a literal for a slip; here it is the point.
export const CONTROL_CHARACTERS = new RegExp(String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]`);

/** How long a text is for people and for JSON Schema: in characters of Unicode, not in the units that JavaScript counts. */
export const lengthOf = (text: string): number => {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
};
