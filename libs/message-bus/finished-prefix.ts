/** Finished entries kept at the front of the list before it is cut, so that cutting costs little. */
const SPENT_MAX = 1_024;

/**
 * Messages finish in any order; an offset may only say "everything up to here". Offsets may have holes: what was compacted away, and
 * the marks of transactions.
 */
export class FinishedPrefix {
  /** What was begun, in order; from `head` on not yet part of the prefix. */
  private begun: number[] = [];
  private head = 0;
  private readonly beyond = new Set<number>();

  /** `end`: everything up to it is finished. */
  constructor(private finished: number) {}

  get end(): number {
    return this.finished;
  }

  /** Notes the next message, in the order of the offsets. */
  begin(offset: number): void {
    this.begun.push(offset);
  }

  /** Notes one that was begun as finished; whether the prefix became longer. */
  finish(offset: number): boolean {
    this.beyond.add(offset);
    const before = this.finished;
    for (let next = this.begun[this.head]; next !== undefined && this.beyond.delete(next); next = this.begun[this.head]) {
      this.finished = next;
      this.head += 1;
    }
    if (this.head > SPENT_MAX) {
      this.begun = this.begun.slice(this.head);
      this.head = 0;
    }
    return this.finished > before;
  }
}
