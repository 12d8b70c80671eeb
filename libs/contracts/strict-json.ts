import { pointTo } from '#libs/kernel/complaint.js';

/** Objects and lists within each other. */
export const JSON_DEPTH_MAX = 32;

/** Names that every JavaScript object answers to: as keys or ids they would find what nobody stored. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Control characters but tab, line feed and carriage return: they have no place in text that people read. */
// A constructor, because linters take a control character in a literal for a slip; here it is the point.
export const CONTROL_CHARACTERS = new RegExp(String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]`);

/** Why a text is refused, and where: a JSON pointer, and for the form of the text its line and column in the detail. */
export interface JsonRefusal {
  readonly code:
    | 'EMPTY_BODY'
    | 'INVALID_UTF8'
    | 'MALFORMED_JSON'
    | 'NESTING_TOO_DEEP'
    | 'RESERVED_KEY'
    | 'DUPLICATE_KEY'
    | 'LONE_SURROGATE'
    | 'CONTROL_CHARACTER'
    | 'NUMBER_OUT_OF_RANGE';
  readonly detail: string;
  readonly pointer: string;
}

/**
 * Reads JSON as I-JSON (RFC 7493) asks for: UTF-8, no key twice, no half surrogate pair, no number that a double cannot hold. On top:
 * depth at most {@link JSON_DEPTH_MAX}, no control characters but white space, no key that every JavaScript object already has.
 */
export const parseStrictJson = (bytes: Uint8Array): { readonly value: unknown } | { readonly refused: JsonRefusal } => {
  if (bytes.length === 0) return { refused: { code: 'EMPTY_BODY', detail: 'There is no text at all: send a JSON object.', pointer: '' } };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { refused: { code: 'INVALID_UTF8', detail: 'The bytes are not UTF-8: encode the text as UTF-8.', pointer: '' } };
  }
  try {
    new Scan(text).document();
  } catch (error) {
    if (error instanceof Refused) return { refused: error.refusal };
    throw error;
  }
  return { value: JSON.parse(text) };
};

class Refused extends Error {
  constructor(readonly refusal: JsonRefusal) {
    super(refusal.detail);
  }
}

/** A place in the document: names from the root, the innermost first. */
interface Place {
  readonly within: Place | undefined;
  readonly name: string | number;
}

const SPACE = /[ \t\n\r]*/y;
// One character a round: a failed match goes back over it once, never combinatorially.
const STRING = new RegExp(String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`, 'y');
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;

/** Walks over the text once and refuses the first thing that is wrong. Recursion is bounded by the depth. */
class Scan {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): void {
    this.value(undefined, 1);
    this.take(SPACE);
    if (this.at < this.text.length) this.malformed(undefined, 'the end of the text');
  }

  private value(place: Place | undefined, depth: number): void {
    this.take(SPACE);
    const next = this.text[this.at];
    if (next === '{') this.object(place, depth);
    else if (next === '[') this.list(place, depth);
    else if (next === '"') this.string(place);
    else if (this.take(LITERAL) === undefined) this.number(place);
  }

  private object(place: Place | undefined, depth: number): void {
    this.enter(place, depth);
    const keys = new Set<string>();
    if (this.takes('}')) return;
    do {
      this.take(SPACE);
      const key = this.string(place, 'a key in double quotes');
      const inner = { within: place, name: key };
      if (RESERVED_NAMES.has(key)) this.refuse('RESERVED_KEY', inner, `${JSON.stringify(key)} is no name for a field: leave it out.`);
      if (keys.has(key)) this.refuse('DUPLICATE_KEY', inner, `${JSON.stringify(key)} stands twice in one object: send it once.`);
      keys.add(key);
      if (!this.takes(':')) this.malformed(inner, '":"');
      this.value(inner, depth + 1);
    } while (this.takes(','));
    if (!this.takes('}')) this.malformed(place, '"," or "}"');
  }

  private list(place: Place | undefined, depth: number): void {
    this.enter(place, depth);
    if (this.takes(']')) return;
    let index = 0;
    do this.value({ within: place, name: index++ }, depth + 1);
    while (this.takes(','));
    if (!this.takes(']')) this.malformed(place, '"," or "]"');
  }

  private enter(place: Place | undefined, depth: number): void {
    if (depth > JSON_DEPTH_MAX) {
      this.refuse(
        'NESTING_TOO_DEEP',
        place,
        `Objects and lists may stand ${JSON_DEPTH_MAX} deep within each other: send a flatter document.`,
      );
    }
    this.at++;
  }

  private string(place: Place | undefined, expected = 'a value'): string {
    const token = this.take(STRING) ?? this.malformed(place, expected);
    const value = token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
    if (!value.isWellFormed()) {
      this.refuse('LONE_SURROGATE', place, 'The text holds half a surrogate pair, which is no character: send whole characters.');
    }
    const control = CONTROL_CHARACTERS.exec(value);
    if (control) {
      const code = control[0].charCodeAt(0).toString(16).padStart(4, '0').toUpperCase();
      this.refuse('CONTROL_CHARACTER', place, `The text holds the control character U+${code}: only tab and line breaks may stay.`);
    }
    return value;
  }

  private number(place: Place | undefined): void {
    const token = this.take(NUMBER) ?? this.malformed(place, 'a value');
    const value = Number(token);
    if (Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value))) return;
    this.refuse('NUMBER_OUT_OF_RANGE', place, `Whole numbers go up to ${Number.MAX_SAFE_INTEGER}: send a larger one as text.`);
  }

  private takes(character: string): boolean {
    this.take(SPACE);
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private take(token: RegExp): string | undefined {
    token.lastIndex = this.at;
    const found = token.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private malformed(place: Place | undefined, expected: string): never {
    const before = this.text.slice(0, this.at);
    const line = before.split('\n').length;
    const column = this.at - before.lastIndexOf('\n');
    const found = this.at < this.text.length ? JSON.stringify(this.text.slice(this.at, this.at + 12)) : 'the end of the text';
    this.refuse('MALFORMED_JSON', place, `Not JSON at line ${line}, column ${column}: expected ${expected}, found ${found}.`);
  }

  private refuse(code: JsonRefusal['code'], place: Place | undefined, detail: string): never {
    const names: (string | number)[] = [];
    for (let inner = place; inner !== undefined; inner = inner.within) names.unshift(inner.name);
    throw new Refused({ code, detail, pointer: names.reduce<string>(pointTo, '') });
  }
}
