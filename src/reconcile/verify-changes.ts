import { digestOf } from '../base/digest.ts';
import type { Inventory, InventoryEntry } from '../document/inventory.ts';
import { inventoryOf } from '../document/inventory.ts';
import type { DocumentName } from '../document/document-name.ts';
import type { ThreeStates } from '../document/three-way.ts';
import { computeChange } from '../document/compute-change.ts';
import { canonicalGlobal } from '../document/canonical-global.ts';
import { documentName, kindOf } from '../document/document-name.ts';
import { areAlike, mergeLines } from '../document/merge-lines.ts';
import { readGlobal } from '../document/global.ts';
import type { VerifyCheck } from '../kit/manifest.ts';
import type { Ports } from '../ports/ports.ts';
import type { AttemptTask } from './attempt-task.ts';
import type { SavedAttempt } from './saved-attempt.ts';
import { nodeStatesOf, statesOf } from './saved-attempt.ts';

/** What an attempt left, as it was read back and compared; or the first thing that is not as it was meant. */
export type Verdict =
  | { readonly kind: 'verified'; readonly documents: Inventory }
  | { readonly kind: 'failed'; readonly why: string };

/** Reads every document back from the target. What is registered as installed is what was compared here, byte by byte. */
export async function verifyChanges(
  ports: Pick<Ports, 'target' | 'vault'>,
  { changes, nodes, checks }: Pick<AttemptTask, 'changes' | 'nodes' | 'checks'>,
  saved: SavedAttempt,
): Promise<Verdict> {
  const documents: InventoryEntry[] = [];
  for (const { name } of changes) {
    const states = await statesOf(ports, saved, name);
    if (!isAsIntended(states)) return { kind: 'failed', why: `${name} is not what the patch put there.` };
    documents.push({ name, digest: states.now === null ? null : digestOf(states.now) });
  }
  for (const { name } of nodes) {
    if (!isAsIntended(await nodeStatesOf(ports, saved, name)))
      return { kind: 'failed', why: `Nodes of ${name} are not what they were to be.` };
  }
  for (const check of checks) {
    const why = await failingCheck(check, (name) => ports.target.read(name));
    if (why !== null) return { kind: 'failed', why };
  }
  return { kind: 'verified', documents: inventoryOf(documents) };
}

/** Whole documents byte by byte; of a global the nodes that the attempt changed, since others may write the rest. */
function isAsIntended({ name, before, written, now }: ThreeStates): boolean {
  if (kindOf(name) !== 'global') return computeChange(name, written, now) === null;
  let asIntended = true;
  mergeLines(
    [before, written, now].map((bytes) => canonicalGlobal(name, bytes)),
    (merge) => {
      asIntended = areAlike(merge, 0, 1) || areAlike(merge, 1, 2);
      return asIntended;
    },
  );
  return asIntended;
}

async function failingCheck(
  check: VerifyCheck,
  read: (name: DocumentName) => Promise<Uint8Array | null>,
): Promise<string | null> {
  switch (check.kind) {
    case 'document-exists':
      return (await read(check.name)) === null ? `${check.name} is missing after the install.` : null;
    case 'document-absent':
      return (await read(check.name)) === null ? null : `${check.name} is still there after the install.`;
    case 'global-equals': {
      const bytes = await read(documentName(check.reference));
      const node = readGlobal(bytes ?? new Uint8Array()).find(
        ({ reference }) => reference === check.reference,
      );
      if (node?.value === check.value) return null;
      return node === undefined
        ? `${check.reference} has no value after the install; the patch wants it to have one.`
        : `${check.reference} has another value after the install than the patch wants.`;
    }
  }
}
