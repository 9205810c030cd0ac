import type { ObjectId, PatchId } from '../base/names.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { PatchRecord } from '../installed/installed-state.ts';
import type { Blocker, Verdict } from '../policy/blocker.ts';
import { allOf, blocked, open } from '../policy/blocker.ts';
import type { Trigger } from './plan.ts';
import type { Foundations } from './removal-chain.ts';
import { chainAbove, latestFirst, readFoundations, standingOn } from './removal-chain.ts';
import type { Standpoint } from './standpoint.ts';

/** One patch that is to be taken out, and what stands against it besides the site. */
export interface Removal {
  readonly release: ReleaseEntry;
  readonly trigger: Trigger;
  /** False: nobody wants it out, but it stands in the way of another that somebody does. */
  readonly willed: boolean;
  readonly verdict: Verdict;
}

/** Names that a message lists before it only counts. */
const namesListed = 20;
/** A removal fetches nothing, so it needs no tag. */
const noTag = '0'.repeat(40) as ObjectId;

type Will = Exclude<Trigger, { kind: 'policy' | 'second-try' }>;

/**
 * What an operator or a recall wants out, and what has to go before it; in the order of removal. Nothing else is ever
 * removed: that a release is not named any more removes nothing.
 */
export function computeRemovals(standpoint: Standpoint): readonly Removal[] {
  const wills = removalWills(standpoint);
  if (wills.size === 0) return [];
  const foundations = readFoundations(standpoint);
  const leaving = new Set(wills.keys());
  const chains = new Map([...wills.keys()].map((id) => [id, chainAbove(id, foundations, leaving)]));
  const all = new Set([...wills.keys(), ...[...chains.values()].flat().map(({ patch }) => patch)]);
  const removing: Removing = { wills, chains, below: belowOf(chains), foundations, all };
  return [...all]
    .flatMap((id) => foundations.installed.get(id) ?? [])
    .sort(latestFirst)
    .map((record) => removalOf(record, removing));
}

/** The installed patches that would have to go before this one and that nobody wants out, those that came last first. */
export function unwillingAbove(patch: PatchId, standpoint: Standpoint): readonly PatchId[] {
  const wills = removalWills(standpoint);
  const above = chainAbove(patch, readFoundations(standpoint), new Set(wills.keys()));
  return above.map((record) => record.patch).filter((id) => !wills.has(id));
}

function belowOf(chains: Removing['chains']): Removing['below'] {
  const below = new Map<PatchId, PatchId[]>();
  for (const [id, chain] of chains) {
    for (const { patch } of chain) below.set(patch, [...(below.get(patch) ?? []), id]);
  }
  return below;
}

/** Installed patches that somebody wants out: the operator here comes before a recall. */
function removalWills({ input, recalls }: Standpoint): ReadonlyMap<PatchId, Will> {
  const wills = new Map<PatchId, Will>();
  for (const [id, { state, releaseDigest }] of input.installed.patches) {
    if (state !== 'installed') continue;
    const leave = input.acts.remove.get(id);
    const recall = recalls.get(id);
    if (leave?.releaseDigest === releaseDigest) {
      wills.set(id, { kind: 'operator', who: leave.who, why: leave.why });
    } else if (recall?.installed === 'remove') {
      wills.set(id, { kind: 'recall', who: recall.who, why: recall.why });
    }
  }
  return wills;
}

interface Removing {
  readonly wills: ReadonlyMap<PatchId, Will>;
  readonly chains: ReadonlyMap<PatchId, readonly PatchRecord[]>;
  /** The other way round: in the way of whom a patch stands. */
  readonly below: ReadonlyMap<PatchId, readonly PatchId[]>;
  readonly foundations: Foundations;
  /** Everything that somebody wants out, or that has to go before it. */
  readonly all: ReadonlySet<PatchId>;
}

function removalOf(record: PatchRecord, { wills, chains, below, foundations, all }: Removing): Removal {
  const will = wills.get(record.patch);
  const above = chains.get(record.patch) ?? standingOn(record.patch, foundations, all);
  const shortOnce = will?.kind === 'recall' && record.failedRemoval?.interruptions === 1;
  return {
    release: releaseAsInstalled(record, foundations.standpoint),
    trigger: shortOnce ? { kind: 'second-try' } : (will ?? { kind: 'policy' }),
    willed: will !== undefined,
    verdict: allOf([
      will === undefined ? awaitingWill(below.get(record.patch) ?? []) : open(),
      above.length === 0 ? open() : awaitingChain(record.patch, above, will),
      failureVerdict(record, will),
    ]),
  };
}

/** A recall is not tried again after its removal failed, or was cut short twice; an operator's word is new each time. */
function failureVerdict({ failedRemoval }: PatchRecord, will: Will | undefined): Verdict {
  if (failedRemoval === null || will?.kind !== 'recall' || failedRemoval.interruptions === 1) return open();
  return blocked({
    reason: 'Failed',
    message: `Its removal was tried and undone, and is tried again only when an operator here removes it: ${failedRemoval.why}`,
    who: 'operator',
  });
}

/** Ends what is said of a patch that nobody asked to remove. */
const unwilledEnd =
  'which is to be removed; an operator here has to remove this one first, or nothing is removed.';

/** Whether this is said of a patch that stands in the way of a removal and that nobody asked to remove. */
export function isUnwilledText(message: string): boolean {
  return message.includes(unwilledEnd);
}

/** Why an installed patch cannot be taken out, however the plan stands. */
export function notRemovable(why: string): Blocker {
  const message = `It cannot be removed by itself: ${why}`;
  return { reason: 'NotPossibleHere', message, until: null, who: 'operator' };
}

/** Of a patch that no attempt installed. */
export function wasHereBefore(patch: PatchId): Blocker {
  return notRemovable(`${patch} was here before patchfleet was, so there is no backup to go back to.`);
}

function awaitingWill(below: readonly PatchId[]): Verdict {
  return blocked({
    reason: 'AwaitingOperator',
    message: `It stands on ${listed(below.toSorted())}, ${unwilledEnd}`,
    who: 'operator',
  });
}

function awaitingChain(patch: PatchId, above: readonly PatchRecord[], will: Will | undefined): Verdict {
  const names = above.map((record) => record.patch);
  const back = will?.kind === 'operator' ? ` \`patchfleet keep ${patch}\` takes its removal back.` : '';
  return blocked({
    reason: 'AwaitingDependency',
    message: `Installed patches stand on it and have to be removed before it, in this order: ${listed(names)}.${back}`,
    who: names[0] ?? null,
  });
}

export function listed(names: readonly PatchId[]): string {
  const others = names.length - namesListed;
  return others > 0 ? `${names.slice(0, namesListed).join(', ')} and ${others} more` : names.join(', ');
}

/** The release as it is installed here, also where the channel names it no longer or with another content. */
export function releaseAsInstalled(
  { patch, releaseDigest }: PatchRecord,
  { supersession }: Pick<Standpoint, 'supersession'>,
): ReleaseEntry {
  const entry = supersession.byId.get(patch);
  if (entry !== undefined) return { ...entry, digest: releaseDigest };
  return {
    id: patch,
    sequence: 0,
    tag: noTag,
    digest: releaseDigest,
    title: patch,
    requires: [],
    supersedes: [],
    sites: { rings: null, sites: null, except: [] },
    policy: { default: { kind: 'operator' }, approvals: 0, rules: [] },
    size: 0,
  };
}
