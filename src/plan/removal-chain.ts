import type { PatchId } from '../base/names.ts';
import type { DocumentName } from '../document/document-name.ts';
import { kindOf } from '../document/document-name.ts';
import { overlaps } from '../document/overlap.ts';
import type { PatchRecord } from '../installed/installed-state.ts';
import { successorsOf } from '../policy/supersession.ts';
import type { Standpoint } from './standpoint.ts';

/** What stands on what among the installed patches. */
export interface Foundations {
  readonly installed: ReadonlyMap<PatchId, PatchRecord>;
  /** Installed patches that name the patch in `requires`. */
  readonly requiring: ReadonlyMap<PatchId, readonly PatchId[]>;
  /** Documents that installed patches left behind, by name; of globals, by the global's name. */
  readonly traces: ReadonlyMap<string, readonly Trace[]>;
  readonly standpoint: Standpoint;
}

interface Trace {
  readonly name: DocumentName;
  readonly record: PatchRecord;
}

/** Reads which installed patches stand on which others. */
export function readFoundations(standpoint: Standpoint): Foundations {
  const installed = new Map<PatchId, PatchRecord>();
  const requiring = new Map<PatchId, PatchId[]>();
  const traces = new Map<string, Trace[]>();
  for (const [id, record] of standpoint.input.installed.patches) {
    if (record.state !== 'installed') continue;
    installed.set(id, record);
    for (const required of requiredBy(id, standpoint)) addTo(requiring, required, id);
    for (const { name } of record.documents) addTo(traces, traceKey(name), { name, record });
  }
  return { installed, requiring, traces, standpoint };
}

/** By the index or by its own word: what either of them names is not taken from under it. */
function requiredBy(patch: PatchId, { input, supersession }: Standpoint): ReadonlySet<PatchId> {
  const claim = input.claims.get(patch);
  const signed = claim?.kind === 'signed' ? claim.requires : [];
  return new Set([...(supersession.byId.get(patch)?.requires ?? []), ...signed]);
}

/**
 * The installed patches that have to be removed before this one, those that came last first: what requires it and has
 * nothing else that satisfies, what came later and touches its documents, and what stands on these in turn. `leaving` are
 * patches that are taken out anyway, and so satisfy nothing.
 */
export function chainAbove(
  patch: PatchId,
  foundations: Foundations,
  leaving: ReadonlySet<PatchId>,
): readonly PatchRecord[] {
  const chain = new Set<PatchId>([patch]);
  const gone = new Set<PatchId>([...leaving, patch]);
  for (const member of chain) {
    for (const { patch: above } of standingOn(member, foundations, gone)) {
      chain.add(above);
      gone.add(above);
    }
  }
  chain.delete(patch);
  return [...chain].flatMap((id) => foundations.installed.get(id) ?? []).sort(latestFirst);
}

/** The installed patches that stand on this one directly. */
export function standingOn(
  patch: PatchId,
  foundations: Foundations,
  gone: ReadonlySet<PatchId>,
): readonly PatchRecord[] {
  const found = new Set([...requiringOnly(patch, foundations, gone), ...touchingLater(patch, foundations)]);
  return [...found].sort(latestFirst);
}

/** The order of removal. */
export function latestFirst(a: PatchRecord, b: PatchRecord): number {
  return b.order - a.order || (a.patch < b.patch ? 1 : a.patch > b.patch ? -1 : 0);
}

function requiringOnly(patch: PatchId, foundations: Foundations, gone: ReadonlySet<PatchId>): PatchRecord[] {
  const { installed, requiring, standpoint } = foundations;
  const satisfiedElsewhere = (required: PatchId): boolean =>
    [required, ...successorsOf(required, standpoint.supersession).map(({ id }) => id)].some(
      (id) => id !== patch && installed.has(id) && !gone.has(id),
    );
  return satisfiedBy(patch, standpoint)
    .filter((required) => requiring.has(required) && !satisfiedElsewhere(required))
    .flatMap((required) => requiring.get(required) ?? [])
    .filter((id) => id !== patch)
    .flatMap((id) => installed.get(id) ?? []);
}

/** What a patch may satisfy: itself, and what it is said to supersede, directly or by way of others. */
function satisfiedBy(patch: PatchId, { said, input }: Standpoint): readonly PatchId[] {
  const found = new Set<PatchId>([patch]);
  for (const id of found) {
    const claim = input.claims.get(id);
    const supersedes = claim?.kind === 'signed' ? claim.supersedes : (said.byId.get(id)?.supersedes ?? []);
    for (const older of supersedes) {
      if (said.directly.get(older)?.some((release) => release.id === id)) found.add(older);
    }
  }
  return [...found];
}

function touchingLater(patch: PatchId, { installed, traces }: Foundations): PatchRecord[] {
  const own = installed.get(patch);
  if (own === undefined) return [];
  return own.documents.flatMap(({ name }) =>
    (traces.get(traceKey(name)) ?? [])
      .filter((trace) => trace.record.order > own.order && overlaps(trace.name, name))
      .map(({ record }) => record),
  );
}

function traceKey(name: DocumentName): string {
  return kindOf(name) === 'global' ? (name.split('(', 1)[0] ?? name) : name;
}

function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
