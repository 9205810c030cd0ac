import type { DocumentName } from '../document/document-name.ts';
import { computeChange, nodesOf } from '../document/compute-change.ts';
import { documentName } from '../document/document-name.ts';
import { readGlobal } from '../document/global.ts';
import type { VerifyCheck } from '../kit/manifest.ts';
import type { Ports } from '../ports/ports.ts';
import type { AttemptTask } from './attempt-task.ts';

/** The first thing that is not as the attempt meant it, or null. Reads every document back from the target. */
export async function verifyChanges(
  { target, vault }: Pick<Ports, 'target' | 'vault'>,
  { changes, checks }: Pick<AttemptTask, 'changes' | 'checks'>,
  { backup, intended }: { readonly backup: string; readonly intended: string },
): Promise<string | null> {
  for (const { name } of changes) {
    const [before, after] = [await vault.read(backup, name), await vault.read(intended, name)];
    if (!isAsIntended(name, before, after, await target.read(name))) {
      return `${name} is not what the patch put there.`;
    }
  }
  for (const check of checks) {
    const why = await failingCheck(check, (name) => target.read(name));
    if (why !== null) return why;
  }
  return null;
}

/** Whole documents byte by byte; of a global the nodes that the attempt changed, since others may write the rest. */
function isAsIntended(
  name: DocumentName,
  before: Uint8Array | null,
  after: Uint8Array | null,
  now: Uint8Array | null,
): boolean {
  const change = computeChange(name, before, after);
  if (change?.kind !== 'edit') return computeChange(name, after, now) === null || change === null;
  const nodes = nodesOf(name, now);
  return change.edits.every(({ reference, to }) => (nodes.get(reference) ?? null) === to);
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
