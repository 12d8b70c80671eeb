/** Messages finish in any order; an offset may only say "everything up to here". */
export class FinishedPrefix {
  private readonly beyond = new Set<number>();

  /** `end`: everything up to it is finished. Sequences have no holes. */
  constructor(private finished: number) {}

  get end(): number {
    return this.finished;
  }

  /** Notes one as finished; whether the prefix became longer. */
  finish(sequence: number): boolean {
    this.beyond.add(sequence);
    const before = this.finished;
    while (this.beyond.delete(this.finished + 1)) this.finished += 1;
    return this.finished > before;
  }
}
