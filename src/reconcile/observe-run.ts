import type { DocumentName } from '../document/document-name.ts';
import { documentName, kindOf } from '../document/document-name.ts';
import type { RunEffect } from '../document/compute-run-effect.ts';
import { computeRunEffect } from '../document/compute-run-effect.ts';
import { writeReference } from '../document/global-reference.ts';
import { isUnder, parseReference } from '../document/global.ts';
import type { GlobalWrite } from '../document/global-write.ts';
import { byGlobal, partOf, valuesOf, withNodes, withSubtree } from '../document/node-part.ts';
import type { Ports } from '../ports/ports.ts';
import type { DoubtfulWrites, RunWrites } from '../ports/target.ts';
import type { VaultDocument } from '../ports/vault.ts';
import type { Desk } from './desk.ts';
import { listed } from './listed.ts';
import type { SavedAttempt, Snapshots } from './saved-attempt.ts';
import { readSavedAttempt } from './saved-attempt.ts';

/** What was found out of the writes of an attempt's run, and saved. */
export interface Observation {
  readonly snapshots: Snapshots;
  /** Nodes, or nodes with all below them, whose values before the run nobody kept. */
  readonly unknown: readonly string[];
  /** The engine could not tell. */
  readonly unobserved: Extract<RunWrites, { kind: 'unobserved' }> | null;
  /** What may be the run's own besides. */
  readonly doubtful: DoubtfulWrites | null;
}

/**
 * Asks the database what the attempt's run wrote, and saves it: what it left of the declared globals, and every node outside of
 * them as it was and as it was left. From then on the rollback and a later removal can undo the run like all else.
 */
export async function observeRun(desk: Desk, attempt: number, snapshots: Snapshots): Promise<Observation> {
  const { can } = await desk.ports.target.look();
  const nothing = { snapshots, unknown: [], unobserved: null, doubtful: null };
  if (can.runs === 'none') return nothing;
  const writes = await (await desk.session()).writesOf(attempt);
  if (writes.kind === 'unobserved') {
    await desk.log({
      kind: 'observed',
      attempt,
      scope: 'declared-documents',
      nodes: 0,
      unknown: [],
      why: writes.why,
    });
    return { ...nothing, unobserved: writes };
  }
  const { doubtful } = writes;
  if (doubtful === null && !writes.writes.some(({ own }) => own)) return nothing;
  const saved = await readSavedAttempt(desk.ports, { ...snapshots, nodes: null });
  const { effect, unknown } = await effectOf(desk.ports, saved, writes);
  const found = await saveEffect(desk.ports, attempt, saved, effect);
  await desk.log({
    ...{
      kind: 'observed',
      attempt,
      scope: doubtful === null ? 'all-writes' : 'declared-documents',
      nodes: found.undeclared,
      unknown: listed(unknown),
    },
    why: doubtful === null ? '' : `${doubtfulAsText(doubtful)}.`,
  });
  return { snapshots: { ...snapshots, nodes: found.nodes }, unknown, unobserved: null, doubtful };
}

/** The beginning of a sentence, without nodes. */
export function doubtfulAsText({ processes, references, more }: DoubtfulWrites): string {
  const [began, wrote] = processes === 1 ? ['process that began', 'it'] : ['processes that began', 'them'];
  return `${processes} ${began} during the run wrote ${references.length + more} times, and nobody knows whether the run started ${wrote}`;
}

type Observed = Extract<RunWrites, { kind: 'observed' }>;

async function effectOf(
  { vault }: Pick<Ports, 'vault'>,
  saved: SavedAttempt,
  { writes, before }: Observed,
): Promise<{ readonly effect: RunEffect; readonly unknown: readonly string[] }> {
  const own = writes.filter((write) => write.own);
  if (before !== null)
    return { effect: computeRunEffect(await nodesBefore(before, own), writes), unknown: [] };
  const declared = declaredGlobals(saved);
  const start = new Map<string, string>();
  for (const name of declared)
    for (const [reference, value] of await nodesAtRun({ vault }, saved, name)) start.set(reference, value);
  const unknown = own
    .map(({ reference }) => reference)
    .filter((reference) => !isDeclared(declared, reference));
  return { effect: computeRunEffect(start, writes), unknown: [...new Set(unknown)].sort() };
}

/** What the copy holds of all nodes that these writes can touch. */
async function nodesBefore(
  before: NonNullable<Observed['before']>,
  own: readonly GlobalWrite[],
): Promise<ReadonlyMap<string, string>> {
  const single = own.filter(({ kind }) => kind !== 'kill').map(({ reference }) => reference);
  const start = new Map(await before.nodes([...new Set(single)]));
  const roots = new Set(own.filter(({ kind }) => kind === 'kill').map(({ reference }) => reference));
  for (const root of outermost(roots)) {
    for (const [reference, value] of valuesOf(await before.read(root))) start.set(reference, value);
  }
  return start;
}

/** References below no other one of these. */
function outermost(references: ReadonlySet<string>): DocumentName[] {
  return [...references]
    .filter((one) => !ancestorsOf(one).some((above) => references.has(above)))
    .map(documentName);
}

function ancestorsOf(reference: string): string[] {
  const parsed = parseReference(reference);
  if (parsed === null) throw new Error(`not a global reference: ${reference}`);
  const { name, subscripts } = parsed;
  return subscripts.map((_, level) => writeReference({ name, subscripts: subscripts.slice(0, level) }));
}

function declaredGlobals({ before }: SavedAttempt): DocumentName[] {
  return before.map(({ name }) => name).filter((name) => kindOf(name) === 'global');
}

function isDeclared(declared: readonly DocumentName[], reference: string): boolean {
  return declared.some((root) => isUnder(reference, root));
}

/** A declared global as it was when the run began: its backup, with all that the kit had put there. */
async function nodesAtRun(
  { vault }: Pick<Ports, 'vault'>,
  saved: SavedAttempt,
  name: DocumentName,
): Promise<ReadonlyMap<string, string>> {
  return valuesOf(await bytesAtRun({ vault }, saved, name));
}

async function bytesAtRun(
  { vault }: Pick<Ports, 'vault'>,
  { backup, intended, intendedNames }: SavedAttempt,
  name: DocumentName,
): Promise<Uint8Array | null> {
  if (intendedNames.has(name)) return vault.read(intended, name);
  let bytes = await vault.read(backup, name);
  for (const part of intendedNames) {
    if (part !== name && isUnder(part, name))
      bytes = withSubtree(bytes, part, await vault.read(intended, part));
  }
  return bytes;
}

async function saveEffect(
  { vault }: Pick<Ports, 'vault'>,
  attempt: number,
  saved: SavedAttempt,
  effect: RunEffect,
): Promise<{ readonly nodes: NonNullable<Snapshots['nodes']>; readonly undeclared: number }> {
  const declared = declaredGlobals(saved);
  const outside = new Map([...effect].filter(([reference]) => !isDeclared(declared, reference)));
  const parts = [...byGlobal(outside)];
  const was = parts.map(([name, nodes]) => ({
    name,
    bytes: partOf([...nodes].map(([at, { before }]) => [at, before])),
  }));
  const left = parts.map(([name, nodes]) => ({
    name,
    bytes: partOf([...nodes].map(([at, { after }]) => [at, after])),
  }));
  const undeclared = await vault.save({ attempt, kind: 'undeclared' }, streamOf(was));
  const written = await vault.save(
    { attempt, kind: 'written' },
    streamOf([...left, ...(await declaredAsLeft({ vault }, saved, declared, effect))]),
  );
  return { nodes: { undeclared, written }, undeclared: outside.size };
}

async function declaredAsLeft(
  ports: Pick<Ports, 'vault'>,
  saved: SavedAttempt,
  declared: readonly DocumentName[],
  effect: RunEffect,
): Promise<readonly VaultDocument[]> {
  const documents: VaultDocument[] = [];
  for (const name of declared) {
    const touched = [...effect].filter(([reference]) => isUnder(reference, name));
    if (touched.length === 0) continue;
    const changes = touched.map(([reference, { after }]) => [reference, after] as const);
    documents.push({ name, bytes: withNodes(await bytesAtRun(ports, saved, name), changes) });
  }
  return documents;
}

async function* streamOf(documents: readonly VaultDocument[]): AsyncGenerator<VaultDocument> {
  await Promise.resolve();
  yield* documents;
}
