import type { AttemptTask } from './attempt-task.ts';
import type { Desk } from './desk.ts';

/** So many times one attempt says how far it has come, at most. */
const mostTold = 100;

/** Counts the documents of an attempt that are written, or need not be, and tells of it now and then. */
export function progressOf(
  { tell }: Pick<Desk, 'tell'>,
  { attempt, changes, nodes }: Pick<AttemptTask, 'attempt' | 'changes' | 'nodes'>,
): { readonly wrote: (documents: number) => void; readonly unchanged: () => void } {
  const of = changes.length + nodes.length;
  let [done, told] = [0, 0];
  const wrote = (documents: number): void => {
    done += documents;
    const part = Math.floor((done * mostTold) / of);
    if (part === told) return;
    told = part;
    tell({ kind: 'written', attempt, done, of });
  };
  return {
    wrote,
    unchanged: () => {
      wrote(1);
    },
  };
}
