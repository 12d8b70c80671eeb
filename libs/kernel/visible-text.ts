/**
 * Whether people see anything of a text. White space, control and format characters (U+200B, U+2060), and the few that are letters or
 * symbols by name and blank by nature: the Hangul fillers and the empty Braille pattern.
 */
export const isVisible = (text: string): boolean => VISIBLE.test(text);

const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{C}\u{2800}]/u;
