/** Which consumers of this process are in charge of something. One that is not gets no work, and says so. */
export class Assignments {
  private readonly consumers = new Map<object, { readonly topic: string; partitions: ReadonlySet<number> | undefined }>();

  constructor(private readonly tell: (topic: string, partitions: number) => void) {}

  /** A consumer begins; it has to be told of what it is given and when it ends. */
  begin(topic: string) {
    const id = {};
    const put = (partitions: ReadonlySet<number> | undefined): void => {
      this.consumers.set(id, { topic, partitions });
      this.tell(topic, partitions?.size ?? 0);
    };
    put(undefined);
    return {
      /** All that it is in charge of now; none at all where there are more consumers than partitions: it stands by. */
      assigned: (partitions: readonly number[]) => put(new Set(partitions)),
      revoked: (partitions: readonly number[]) => {
        const left = new Set(this.consumers.get(id)?.partitions ?? []).difference(new Set(partitions));
        put(left.size === 0 ? undefined : left);
      },
      end: () => {
        this.consumers.delete(id);
        this.tell(topic, 0);
      },
    };
  }

  /** Why work may not arrive, in words. */
  reasons(): readonly string[] {
    return [...this.consumers.values()]
      .filter(({ partitions }) => partitions === undefined)
      .map(({ topic }) => `the consumer of ${topic} is in charge of no partition yet: it joins its group, or a rebalance is under way`);
  }
}
