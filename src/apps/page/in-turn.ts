/** Work on a target that is done one after the other; null: too many wait already. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T | null>;

export function openTurns(mostWaiting: number): InTurn {
  let before: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return async (work) => {
    if (waiting >= mostWaiting) return null;
    waiting += 1;
    const own = before.then(work, work).finally(() => {
      waiting -= 1;
    });
    before = own.catch(() => undefined);
    return own;
  };
}
