import type { DocumentChange } from '../document/change.ts';
import { computeChange } from '../document/compute-change.ts';
import type { AttemptTask } from './attempt-task.ts';
import { batchChanges } from './batch-changes.ts';
import type { Desk } from './desk.ts';
import { progressOf } from './progress-of.ts';
import type { Snapshots } from './saved-attempt.ts';
import { writeBatch } from './write-batch.ts';

/** Documents in the order of the kit; globals that stand side by side go in as one, so that nobody sees half of them. Why it did not work; null: all is in. */
export async function writeChanges(desk: Desk, task: AttemptTask, saved: Snapshots): Promise<string | null> {
  const session = await desk.session();
  const { attempt, changes, nodes } = task;
  const told = progressOf(desk, { attempt, step: 'installing', of: changes.length + nodes.length });
  const unchanged = (): void => {
    told.did(1);
  };
  for await (const batch of batchChanges(changesOf(desk, task, saved, unchanged))) {
    const wrong = await writeBatch(session, batch, told);
    if (wrong !== null) return `Somebody else wrote ${wrong} after it was backed up.`;
  }
  return null;
}

async function* changesOf(
  { ports }: Desk,
  { changes, nodes }: AttemptTask,
  { backup, intended, nodes: loose }: Snapshots,
  unchanged: () => void,
): AsyncGenerator<DocumentChange> {
  const documents = changes.map(({ name }) => ({ name, from: backup, to: intended }));
  const parts =
    loose === null ? [] : nodes.map(({ name }) => ({ name, from: loose.undeclared, to: loose.written }));
  for (const { name, from, to } of [...documents, ...parts]) {
    const change = computeChange(name, await ports.vault.read(from, name), await ports.vault.read(to, name));
    if (change === null) unchanged();
    else yield change;
  }
}
