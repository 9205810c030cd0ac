import type { DocumentName } from '../document/document-name.ts';
import type { Inventory } from '../document/inventory.ts';
import { partOf, valuesOf } from '../document/node-part.ts';
import type { ThreeStates } from '../document/three-way.ts';
import type { Ports } from '../ports/ports.ts';
import type { SnapshotLabel } from '../ports/vault.ts';

/** The vault's snapshots of one attempt. */
export interface Snapshots {
  readonly backup: string;
  readonly intended: string;
  /** Null: no node outside of the backup was written, and no declared global by a run. */
  readonly nodes: { readonly undeclared: string; readonly written: string } | null;
}

/** What the vault holds of an attempt, by name: what was, and what the attempt left. */
export interface SavedAttempt extends Snapshots {
  /** Every document of the backup. */
  readonly before: Inventory;
  /** Of which the attempt meant to change these. */
  readonly intendedNames: ReadonlySet<DocumentName>;
  /** Declared globals that its run touched; what it left is in `written`. */
  readonly touched: ReadonlySet<DocumentName>;
  /** Globals of which it wrote single nodes that are in no document of the backup. */
  readonly undeclared: readonly DocumentName[];
}

type Reading = Pick<Ports, 'vault' | 'target'>;

/** The snapshots that `list` has of an attempt; null where backup or intended state are not there. */
export function snapshotsOf(
  list: readonly { readonly snapshot: string; readonly label: SnapshotLabel }[],
  attempt: number,
): Snapshots | null {
  const find = (kind: SnapshotLabel['kind']): string | null =>
    list.find(({ label }) => label.attempt === attempt && label.kind === kind)?.snapshot ?? null;
  const [backup, intended] = [find('backup'), find('intended')];
  const [undeclared, written] = [find('undeclared'), find('written')];
  if (backup === null || intended === null) return null;
  return {
    backup,
    intended,
    nodes: undeclared === null || written === null ? null : { undeclared, written },
  };
}

/** Failure SNAPSHOT_DAMAGED. */
export async function readSavedAttempt(
  { vault }: Pick<Ports, 'vault'>,
  snapshots: Snapshots,
): Promise<SavedAttempt> {
  const { backup, intended, nodes } = snapshots;
  const before = await vault.inventory(backup);
  const intendedNames = new Set(namesOf(await vault.inventory(intended)));
  const undeclared = nodes === null ? [] : namesOf(await vault.inventory(nodes.undeclared));
  const written = nodes === null ? [] : namesOf(await vault.inventory(nodes.written));
  const touched = new Set(written.filter((name) => !undeclared.includes(name)));
  return { ...snapshots, before, intendedNames, touched, undeclared };
}

function namesOf(inventory: Inventory): DocumentName[] {
  return inventory.map(({ name }) => name);
}

/** What the attempt left of a document of its backup. */
export async function leftBy(
  { vault }: Pick<Ports, 'vault'>,
  saved: SavedAttempt,
  name: DocumentName,
): Promise<Uint8Array | null> {
  if (saved.nodes !== null && saved.touched.has(name)) return vault.read(saved.nodes.written, name);
  return vault.read(saved.intendedNames.has(name) ? saved.intended : saved.backup, name);
}

/** A document of the backup, as it was, as the attempt left it, and as it is. */
export async function statesOf(
  ports: Reading,
  saved: SavedAttempt,
  name: DocumentName,
): Promise<ThreeStates> {
  const before = await ports.vault.read(saved.backup, name);
  return { name, before, written: await leftBy(ports, saved, name), now: await ports.target.read(name) };
}

/** The single nodes of a global that the attempt wrote outside of the backup, and no other node of it. */
export async function nodeStatesOf(
  ports: Reading,
  saved: SavedAttempt,
  name: DocumentName,
): Promise<ThreeStates> {
  const { before, written } = await nodeSidesOf(ports, saved, name);
  const references = new Set([...valuesOf(before).keys(), ...valuesOf(written).keys()]);
  return { name, before, written, now: partOf(await ports.target.nodes([...references])) };
}

/** These nodes as they were, and as the attempt left them. */
export async function nodeSidesOf(
  { vault }: Pick<Ports, 'vault'>,
  { nodes }: SavedAttempt,
  name: DocumentName,
): Promise<Omit<ThreeStates, 'now'>> {
  if (nodes === null) throw new Error(`no single nodes of ${name} were saved`);
  return {
    name,
    before: await vault.read(nodes.undeclared, name),
    written: await vault.read(nodes.written, name),
  };
}
