import { digestOf } from '../../src/base/digest.ts';
import type { Digest } from '../../src/base/digest.ts';
import type { ObjectId, PatchId, RingName, SiteName } from '../../src/base/names.ts';
import type { Approval, DesiredState, Hold, Recall, ReleaseEntry } from '../../src/desired/desired-state.ts';
import type { Fleet, FleetSite, Freeze, Gate, Ring, Window } from '../../src/desired/fleet.ts';
import { documentName } from '../../src/document/document-name.ts';
import type { InstalledState, PatchRecord } from '../../src/installed/installed-state.ts';
import type { InstallRule, PatchPolicy, Place } from '../../src/kit/manifest.ts';
import type { OperatorActs, OperatorLeave, PlanInput } from '../../src/plan/plan-input.ts';
import type { Plan, PlanStep } from '../../src/plan/plan.ts';
import type { SiteReport, Status } from '../../src/status/status.ts';

export const patch = (text: string): PatchId => text as PatchId;
export const siteName = (text: string): SiteName => text as SiteName;
export const ringName = (text: string): RingName => text as RingName;
export const commit = '1'.repeat(40) as ObjectId;
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A Wednesday, 12:00 in Madrid. */
export const noon = Date.parse('2026-03-11T11:00:00Z');

/** The digest of a release with this id and content. */
export const contentOf = (id: string, content = ''): Digest => digestOf(`${id} ${content}`);

export const everyone: ReleaseEntry['sites'] = { rings: null, sites: null, except: [] };
export const automatic: InstallRule = { kind: 'automatic' };
export const byOperator: InstallRule = { kind: 'operator' };
export const scheduled = (at: string, timezone: string | null = null): InstallRule => ({
  kind: 'scheduled',
  at,
  timezone,
});

export function aPolicy(install: InstallRule = automatic, more: Partial<PatchPolicy> = {}): PatchPolicy {
  return { default: install, approvals: 0, rules: [], ...more };
}

let sequence = 0;

/** A release for everyone, automatic, released after those made before it. */
export function aRelease(
  id: string,
  { requires = [], supersedes = [], ...more }: ReleaseWish = {},
): ReleaseEntry {
  sequence += 1;
  return {
    id: patch(id),
    sequence,
    tag: commit,
    digest: contentOf(id),
    title: `Title of ${id}`,
    requires: requires.map(patch),
    supersedes: supersedes.map(patch),
    sites: everyone,
    policy: aPolicy(),
    size: 1,
    ...more,
  };
}

type ReleaseWish = Partial<Omit<ReleaseEntry, 'requires' | 'supersedes' | 'id'>> & {
  readonly requires?: readonly string[];
  readonly supersedes?: readonly string[];
};

/** A site of ring prod in Madrid without windows. */
export function aSite(name = 'prod-a', more: Partial<FleetSite> = {}): FleetSite {
  return {
    name: siteName(name),
    title: name,
    ring: ringName('prod'),
    timezone: 'Europe/Madrid',
    windows: [],
    key: null,
    ...more,
  };
}

export const aRing = (name: string, gate: Partial<Gate> | null = null): Ring => ({
  name: ringName(name),
  title: name,
  gate: gate === null ? null : { installedPercent: 100, maxFailed: 0, soak: 0, ...gate },
});

export const nightly: Window = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  from: '22:00',
  to: '04:00',
};

export const aFreeze = (from: string, until: string, places: readonly Place[] | null = null): Freeze => ({
  from,
  until,
  reason: 'Year end closing',
  places,
});

export const atSite = (name: string): Place => ({ kind: 'site', name: siteName(name) });
export const atRing = (name: string): Place => ({ kind: 'ring', name: ringName(name) });

export function aRecord(id: string, more: Partial<PatchRecord> = {}): PatchRecord {
  return {
    patch: patch(id),
    releaseDigest: contentOf(id),
    state: 'installed',
    since: noon - 10 * day,
    why: '',
    refused: false,
    proof: null,
    order: 1,
    documents: [],
    interruptions: 0,
    failedRemoval: null,
    installedBy: null,
    attempts: [1],
    ...more,
  };
}

export function holding(...names: string[]): PatchRecord['documents'] {
  return names.map((name) => ({ name: documentName(name), digest: digestOf(name) }));
}

export function aLeave(id: string, more: Partial<OperatorLeave> = {}): [PatchId, OperatorLeave] {
  return [
    patch(id),
    { releaseDigest: contentOf(id), who: 'olga', why: 'asked for', at: noon - hour, ...more },
  ];
}

export function anApproval(id: string, who: string, more: Partial<Approval> = {}): Approval {
  return {
    patch: patch(id),
    releaseDigest: contentOf(id),
    key: `ssh-ed25519 ${who}`,
    who,
    at: noon - day,
    expiresAt: null,
    place: atSite('prod-a'),
    ...more,
  };
}

export function aHold(id: string | null, more: Partial<Hold> = {}): Hold {
  return {
    patch: id === null ? null : patch(id),
    who: 'olga',
    why: 'the ward is busy',
    at: noon - day,
    until: null,
    ...more,
  };
}

export function aRecall(id: string, installed: Recall['installed'] = 'keep'): Recall {
  return { patch: patch(id), installed, who: 'rita', why: 'it loses results', at: noon - day };
}

/** What a site says: these patches are installed, an hour ago it said so. */
export function aReport(site: string, more: Partial<Status> = {}): SiteReport {
  return {
    site: siteName(site),
    commit,
    status: {
      site: siteName(site),
      at: noon - hour,
      engine: 'directory',
      version: '1',
      observed: null,
      attempted: null,
      installed: [],
      failed: [],
      waiting: [],
      conditions: [],
      next: null,
      journalHead: null,
      ...more,
    },
  };
}

export const has = (id: string, since = noon - 2 * day): Status['installed'][number] => ({
  patch: patch(id),
  releaseDigest: contentOf(id),
  since,
  proof: null,
});

export const failed = (id: string): Status['failed'][number] => ({
  patch: patch(id),
  releaseDigest: contentOf(id),
  since: noon - day,
  outcome: 'rolled-back',
  why: 'verification failed',
});

/** What a test is about; all else is a site without windows, in ring prod, that nothing stands against. */
export interface Wish {
  readonly now?: number;
  readonly site?: Partial<FleetSite>;
  readonly fleet?: Partial<Fleet>;
  readonly desired?: Partial<DesiredState>;
  readonly releases?: readonly ReleaseEntry[];
  readonly records?: readonly PatchRecord[];
  readonly installed?: Partial<InstalledState>;
  readonly acts?: Partial<OperatorActs>;
  readonly facts?: Partial<PlanInput['facts']>;
  readonly rest?: Partial<PlanInput>;
}

/** Every release was looked into, and says itself what the channel says of it. */
export function allSigned(releases: readonly ReleaseEntry[]): PlanInput['claims'] {
  return new Map(
    releases.map(({ id, requires, supersedes }) => [id, { kind: 'signed', requires, supersedes } as const]),
  );
}

export function aPlanInput(wish: Wish = {}): PlanInput {
  const now = wish.now ?? noon;
  const desired = desiredOf(wish);
  return {
    now,
    desired,
    claims: allSigned(desired.releases),
    installed: {
      owner: siteName('prod-a'),
      patches: new Map((wish.records ?? []).map((record) => [record.patch, record])),
      channels: new Map(),
      open: null,
      inconsistent: null,
      lastAttempt: 0,
      ...wish.installed,
    },
    facts: { ...factsAt(now), ...wish.facts },
    acts: { ...noActs, ...wish.acts },
    reports: [],
    usualDuration: 10 * minute,
    obstacles: new Map(),
    ...wish.rest,
  };
}

function desiredOf(wish: Wish): DesiredState {
  const site = aSite('prod-a', wish.site);
  return {
    channel: {
      name: 'default',
      commit,
      counter: 1,
      publishedAt: noon - day,
      expiresAt: noon + day,
    },
    fleet: { rings: [aRing('uat'), aRing('prod')], sites: [site], freezes: [], people: [], ...wish.fleet },
    site,
    releases: wish.releases ?? [],
    approvals: [],
    holds: [],
    recalls: [],
    ignored: [],
    ...wish.desired,
  };
}

function factsAt(now: number): PlanInput['facts'] {
  return {
    target: '/srv/lab',
    engine: 'directory',
    version: '1',
    clock: now,
    primary: true,
    freeBytes: null,
    can: { runs: 'restored', productions: true, kinds: [], routines: [] },
  };
}

const noActs: OperatorActs = {
  suspended: null,
  holds: [],
  installNow: new Map(),
  installAt: new Map(),
  remove: new Map(),
  approvals: [],
  consents: new Map(),
  widened: new Map(),
};

/** The plan in short: `install A`, `remove B`, `wait install C: Frozen OutsideWindow`. */
export function asLines(plan: Plan): readonly string[] {
  return plan.steps.map(asLine);
}

export function asLine(step: PlanStep): string {
  if (step.kind !== 'wait') return `${step.kind} ${step.release.id}`;
  const reasons = step.blockers.map(({ reason }) => reason).join(' ');
  return `wait ${step.action} ${step.release.id}: ${reasons}`;
}
