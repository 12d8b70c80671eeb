/**
 * An immutable map whose newest version reads and grows in constant time; older versions stay valid and cost their distance.
 * Folds over long streams need it: copying a `Map` per event would make them quadratic.
 * Rerooting as in H. Baker, "Shallow Binding Makes Functional Arrays Fast" (1991) and Conchon & Filliâtre (2007).
 */
export class PersistentMap<Key, Value> {
  private constructor(private node: Root<Key, Value> | Difference<Key, Value>) {}

  /** An empty map. Each call is a root of its own. */
  static empty<Key, Value>(): PersistentMap<Key, Value> {
    return new PersistentMap<Key, Value>({ entries: new Map() });
  }

  get(key: Key): Value | undefined {
    return this.reroot().get(key);
  }

  has(key: Key): boolean {
    return this.reroot().has(key);
  }

  get size(): number {
    return this.reroot().size;
  }

  /** A snapshot of the entries, in no promised order. */
  entries(): readonly (readonly [Key, Value])[] {
    return [...this.reroot()];
  }

  /** A map in which `key` is `value`; this one stays as it is. */
  with(key: Key, value: Value): PersistentMap<Key, Value> {
    const entries = this.reroot();
    // A facet's initial slice is one empty map for every account: what grows from it must not be tied to its siblings.
    if (entries.size === 0) return new PersistentMap<Key, Value>({ entries: new Map([[key, value]]) });
    const before = entries.has(key) ? { value: entries.get(key) as Value } : undefined;
    entries.set(key, value);
    const next = new PersistentMap<Key, Value>({ entries });
    this.node = { key, before, next };
    return next;
  }

  /** Makes this version the root of its family by turning around the differences between it and the root. */
  private reroot(): Map<Key, Value> {
    const path: { readonly version: PersistentMap<Key, Value>; readonly difference: Difference<Key, Value> }[] = [];
    let node = this.node;
    for (let version: PersistentMap<Key, Value> | undefined; 'next' in node; node = version.node) {
      path.push({ version: version ?? this, difference: node });
      version = node.next;
    }
    const { entries } = node;
    for (const { version, difference } of path.toReversed()) {
      const { key, before, next } = difference;
      next.node = { key, before: entries.has(key) ? { value: entries.get(key) as Value } : undefined, next: version };
      if (before) entries.set(key, before.value);
      else entries.delete(key);
      version.node = { entries };
    }
    return entries;
  }
}

interface Root<Key, Value> {
  readonly entries: Map<Key, Value>;
}

/** This version is `next` with `key` set back to what it was before. */
interface Difference<Key, Value> {
  readonly key: Key;
  readonly before: { readonly value: Value } | undefined;
  readonly next: PersistentMap<Key, Value>;
}
