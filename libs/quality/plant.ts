/** A small project with one thing wrong, and what the rule must say about it. */
export interface Plant {
  readonly rule: string;
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  /** Place and problem as they are reported. */
  readonly finds: string;
}
