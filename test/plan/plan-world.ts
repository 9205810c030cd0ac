import { digestOf } from '../../src/base/digest.ts';
import type { Digest } from '../../src/base/digest.ts';
import type { ObjectId, PatchId, RingName, SiteName } from '../../src/base/names.ts';
import type { DesiredState, ReleaseEntry } from '../../src/desired/desired-state.ts';
import type { Fleet, FleetSite, Freeze, Gate, Ring, Window } from '../../src/desired/fleet.ts';
import type { InstalledState, PatchRecord } from '../../src/installed/installed-state.ts';
import type { InstallRule, PatchPolicy, Place } from '../../src/kit/manifest.ts';
import type { OperatorActs, PlanInput } from '../../src/plan/plan-input.ts';
import type { Plan, PlanStep } from '../../src/plan/plan.ts';

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
      lastForbidden: null,
      lastOrder: 0,
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
  retries: new Map(),
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
