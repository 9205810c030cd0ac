import type { Digest } from '../base/digest.ts';
import type { Instant } from '../base/instant.ts';
import type { PatchId } from '../base/names.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { InstalledState, PatchRecord } from '../installed/installed-state.ts';
import { outcomeOfFailed } from '../installed/outcome-of-failed.ts';
import type { PlanStep } from '../plan/plan.ts';
import { selectsSite } from '../policy/selection.ts';
import type { Outlook } from './look-ahead.ts';

/** What a site knows of one patch. */
export interface PatchAtSite {
  readonly patch: PatchId;
  /** Null: the channel does not name it (any more). */
  readonly title: string | null;
  /**
   * `unknown`: the channel names it, and the next pass will receive it. One that failed is `rolled-back` (the old state is proven to be back),
   * `refused` (nothing was touched), or `inconsistent` (nobody knows). One that is not in, and is not to come any more, is `recalled` or `superseded`.
   */
  readonly state: OwnState | 'recalled' | 'superseded';
  readonly since: Instant | null;
  /** Why it is in this state; empty where there is nothing to say. */
  readonly why: string;
  readonly releaseDigest: Digest | null;
  /** As the channel names it; null: it does not. */
  readonly release: ReleaseEntry | null;
  readonly record: PatchRecord | null;
  /** What the plan has for it; null: nothing. */
  readonly step: PlanStep | null;
}

type OwnState =
  Exclude<PatchRecord['state'], 'failed'> | NonNullable<ReturnType<typeof outcomeOfFailed>> | 'unknown';

/** Every patch that the register knows or the channel means for this site, in order of release; those that the channel does not name come first. */
export function patchesAtSite({
  view,
  desired,
  plan,
}: Pick<Outlook, 'view' | 'desired' | 'plan'>): readonly PatchAtSite[] {
  const releases = new Map((desired?.releases ?? []).map((release) => [release.id, release]));
  const steps = new Map((plan?.steps ?? []).map((step) => [step.release.id, step]));
  const meant = (desired?.releases ?? []).filter(
    ({ sites }) => desired !== null && selectsSite(sites, desired.site),
  );
  const ids = [...new Set([...view.installed.patches.keys(), ...meant.map(({ id }) => id), ...steps.keys()])];
  ids.sort((a, b) => (releases.get(a)?.sequence ?? 0) - (releases.get(b)?.sequence ?? 0));
  return ids.map((patch) => {
    const record = view.installed.patches.get(patch) ?? null;
    const release = releases.get(patch) ?? null;
    const step = steps.get(patch) ?? null;
    const own = record === null ? 'unknown' : stateOf(record, view.installed);
    return {
      ...{ patch, record, release, step },
      title: release?.title ?? null,
      ...{ state: own, why: record?.why ?? '' },
      ...(step === null && pending.includes(own) ? whyWithdrawn(patch, desired) : {}),
      since: record?.since ?? null,
      releaseDigest: record?.releaseDigest ?? release?.digest ?? null,
    };
  });
}

const pending: readonly OwnState[] = ['unknown', 'received', 'interrupted'];

/** Why a patch that is not in will not come; null: nobody took it back, and nothing takes its place. */
export function whyWithdrawn(
  patch: PatchId,
  desired: Outlook['desired'],
): { readonly state: 'recalled' | 'superseded'; readonly why: string } | null {
  const recall = desired?.recalls.find((one) => one.patch === patch);
  if (recall !== undefined) return { state: 'recalled', why: `${recall.who} took it back: ${recall.why}` };
  const heir = desired?.releases.find(({ supersedes }) => supersedes.includes(patch));
  return heir === undefined ? null : { state: 'superseded', why: `${heir.id} takes its place.` };
}

function stateOf(record: PatchRecord, installed: InstalledState): OwnState {
  const { state } = record;
  return state === 'failed' ? (outcomeOfFailed(record, installed) ?? 'unknown') : state;
}
