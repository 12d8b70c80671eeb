/**
 * Turns many single calls into few calls with many items: what arrives while one is under way shares the next.
 * `itemsMax` bounds a call. A call that fails fails all its items; the items after it go on.
 */
export const batching = <Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  itemsMax: number,
): ((item: Item) => Promise<Result>) => {
  let waiting: { readonly item: Item; readonly resolve: (result: Result) => void; readonly reject: (error: unknown) => void }[] = [];
  let running = false;
  const pump = async () => {
    running = true;
    // One turn of the event loop: those who are about to call join the first batch too.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting.slice(0, itemsMax);
      waiting = waiting.slice(itemsMax);
      try {
        const results = await run(batch.map(({ item }) => item));
        for (const [index, { resolve }] of batch.entries()) resolve(results[index]!);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  };
  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void pump();
    });
};
