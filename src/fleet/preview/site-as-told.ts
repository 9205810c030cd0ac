import type { Digest } from '../../base/digest.ts';
import type { Instant } from '../../base/instant.ts';
import { readInstant } from '../../base/instant.ts';
import type { PatchId } from '../../base/names.ts';
import { documentName } from '../../document/document-name.ts';
import type { Inventory, InventoryEntry } from '../../document/inventory.ts';
import { blankRecord } from '../../installed/blank-record.ts';
import type { InstalledState, PatchRecord } from '../../installed/installed-state.ts';
import type { OperatorActs, PlanInput } from '../../plan/plan-input.ts';
import { isUnwilledText } from '../../plan/removals.ts';
import { usualDuration } from '../../plan/usual-duration.ts';
import type { AttemptFacts } from '../../status/attempt-file.ts';
import type { Status } from '../../status/status.ts';
import { installingAttempts } from './concerned-documents.ts';
import type { EngineKits } from './engine-kits.ts';

/** What a site tells of itself, as its own agent has it before a plan; no more than the status branch carries. */
export interface ToldSite {
  /** Of the releases that matter, and of those whose kit is there. */
  readonly installed: InstalledState;
  readonly facts: PlanInput['facts'];
  readonly acts: OperatorActs;
  readonly usualDuration: number;
}

interface Telling {
  readonly status: Status;
  readonly attempts: readonly AttemptFacts[];
}

interface TellingGround {
  readonly now: Instant;
  readonly kits: EngineKits;
  readonly relevant: ReadonlySet<PatchId>;
  /** Releases that a recall takes out, or took out before. */
  readonly recalled: ReadonlySet<PatchId>;
}

/** Reads a site's status and the records of its attempts into what a plan is computed from. */
export function readToldSite(telling: Telling, ground: TellingGround): ToldSite {
  return {
    installed: installedAsTold(telling, ground),
    facts: factsAsTold(telling.status, ground),
    acts: actsAsTold(telling.status, ground),
    usualDuration: usualDuration({ attempts: new Map(telling.attempts.map(lastedAttempt)) }),
  };
}

/** The instants of steps are read where they are asked for: of the last attempts. */
function lastedAttempt({ attempt, startedAt, endedAt, outcome, steps }: AttemptFacts) {
  const end = endedAt === null ? null : { outcome, at: endedAt };
  const lasted = {
    ...{ startedAt, end },
    get facts() {
      return steps.map(({ step, at }) => ({ kind: step, at: readInstant(at) ?? startedAt }));
    },
  };
  return [attempt, lasted] as const;
}

function installedAsTold({ status, attempts }: Telling, ground: TellingGround): InstalledState {
  const { site, attempted, conditions } = status;
  const broken = conditions.find(({ type }) => type === 'Inconsistent');
  return {
    owner: site,
    patches: new Map([
      ...removedRecords(attempts, ground).map((record) => [record.patch, record] as const),
      ...failedRecords(status, ground).map((record) => [record.patch, record] as const),
      ...installedRecords(status, attempts, ground).map((record) => [record.patch, record] as const),
    ]),
    channels: new Map(),
    open: null,
    inconsistent:
      broken === undefined
        ? null
        : {
            ...{ patch: broken.reason as PatchId, attempt: attempted?.attempt ?? 0 },
            ...{ why: broken.message, since: broken.since, documents: [] },
          },
    lastAttempt: attempted?.attempt ?? 0,
    lastForbidden: null,
    lastOrder: status.installed.length,
  };
}

/** In the order in which they were installed. */
function installedRecords(
  { installed }: Status,
  attempts: readonly AttemptFacts[],
  { kits, relevant }: TellingGround,
): readonly PatchRecord[] {
  const told = installingAttempts(attempts);
  return installed
    .filter(({ patch, releaseDigest }) => relevant.has(patch) || kits.held(releaseDigest) !== null)
    .toSorted((a, b) => a.since - b.since || attemptOf(a, told) - attemptOf(b, told))
    .map(({ patch, releaseDigest, since, proof }, index) => {
      const attempt = told.get(releaseDigest);
      const { documents, loose } = kits.held(releaseDigest) ?? nothingHeld;
      return {
        ...blankRecord(patch, releaseDigest, since),
        ...({ state: 'installed', loose, proof, order: index + 1 } as const),
        installedBy: attempt?.attempt ?? null,
        documents: attempt === undefined ? documents : leftDocuments(attempt, documents),
        failedRemoval: failedRemoval(patch, since, attempts),
      };
    });
}

const nothingHeld = { documents: [], loose: [] };

function attemptOf(
  { releaseDigest }: { readonly releaseDigest: Digest },
  told: ReturnType<typeof installingAttempts>,
): number {
  return told.get(releaseDigest)?.attempt ?? 0;
}

/** The last try to take it out, where that was undone. */
function failedRemoval(
  id: PatchId,
  since: Instant,
  attempts: readonly AttemptFacts[],
): PatchRecord['failedRemoval'] {
  const last = attempts.findLast(({ patch, action }) => patch === id && action === 'remove');
  const end = last?.endedAt ?? null;
  if (last === undefined || end === null || end < since || last.outcome === 'removed') return null;
  return { since: end, why: last.why, interruptions: 0 };
}

/** As the attempt read them back; of globals the record does not say which part it names. */
function leftDocuments(attempt: AttemptFacts, inKit: Inventory): Inventory {
  const told = new Map(attempt.documents.map(({ name, after }) => [name, after]));
  return inKit.map((entry) => {
    const after = entry.name.startsWith('^') ? undefined : told.get(entry.name);
    return after === undefined || after === entry.digest ? entry : { name: entry.name, digest: after };
  });
}

function failedRecords({ failed }: Status, { relevant }: TellingGround): readonly PatchRecord[] {
  return failed
    .filter(({ patch }) => relevant.has(patch))
    .map(({ patch, releaseDigest, since, why, outcome }) => ({
      ...blankRecord(patch, releaseDigest, since),
      state: 'failed' as const,
      ...{ why, refused: outcome === 'refused' },
    }));
}

/** Those too that do not matter by themselves, where a hand edit stayed: it is in the way of whatever is to go over it. */
function removedRecords(
  attempts: readonly AttemptFacts[],
  { relevant }: TellingGround,
): readonly PatchRecord[] {
  const told = installingAttempts(attempts);
  return attempts
    .filter(({ outcome }) => outcome === 'removed')
    .map(({ patch, releaseDigest, endedAt, startedAt, foreign }) => ({
      ...blankRecord(patch, releaseDigest, endedAt ?? startedAt),
      state: 'removed' as const,
      leftEdited: editedAmong(foreign, told.get(releaseDigest)),
    }))
    .filter(({ patch, leftEdited }) => relevant.has(patch) || leftEdited.length > 0);
}

/** Code that its removal left to others, as the patch had put it. */
function editedAmong(foreign: readonly string[], put: AttemptFacts | undefined): readonly InventoryEntry[] {
  return (put?.documents ?? [])
    .filter(({ name }) => foreign.includes(name) && !name.startsWith('^'))
    .map(({ name, after }) => ({ name: documentName(name), digest: after }));
}

/** Of its clock and its mirror a status says only that something is wrong. */
function factsAsTold(status: Status, { now, kits }: TellingGround): PlanInput['facts'] {
  const clock = status.conditions.find(({ type }) => type === 'ClockDisagrees');
  const side = clock?.message.includes(' behind ') === true ? -1 : 1;
  return {
    target: 'of this site',
    engine: status.engine,
    version: status.version,
    clock: clock === undefined ? null : now + side * disagreement,
    primary: !status.waiting.some(({ reason }) => reason === 'NotPrimary'),
    freeBytes: null,
    can: kits.can,
  };
}

/** More than any tolerance. */
const disagreement = 24 * 60 * 60 * 1000;

/** That a removal waits which no recall asks for, nor another removal, an operator asked for. */
function actsAsTold(
  { conditions, waiting, installed, at }: Status,
  { recalled }: TellingGround,
): OperatorActs {
  const suspended = conditions.find(({ type }) => type === 'Suspended');
  const digests = new Map(installed.map(({ patch, releaseDigest }) => [patch, releaseDigest]));
  const leaving = waiting.filter(
    ({ action, patch, message }) => action === 'remove' && !recalled.has(patch) && !isUnwilledText(message),
  );
  return {
    suspended: suspended === undefined ? null : suspensionAsTold(suspended.message, suspended.since),
    remove: new Map(
      leaving.flatMap(({ patch }) => {
        const releaseDigest = digests.get(patch);
        return releaseDigest === undefined
          ? []
          : [[patch, { releaseDigest, who: 'an operator', why: 'asked for at the site', at }] as const];
      }),
    ),
    ...{ holds: [], installNow: new Map(), installAt: new Map(), approvals: [] },
    ...{ consents: new Map(), widened: new Map(), retries: new Map() },
  };
}

function suspensionAsTold(message: string, at: Instant): NonNullable<OperatorActs['suspended']> {
  const end = message.indexOf(': ');
  return end < 0
    ? { who: 'an operator', why: message, at }
    : { who: message.slice(0, end), why: message.slice(end + 2), at };
}
