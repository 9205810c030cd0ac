import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { Verdict } from '../policy/blocker.ts';
import { allOf, blocked, byEnd, earliest, open } from '../policy/blocker.ts';
import { holdVerdict } from '../policy/holds.ts';
import { readStandings } from '../policy/standing.ts';
import { installVerdict } from './install-verdict.ts';
import { installLeave } from './install-leave.ts';
import { installOrder } from './install-order.ts';
import type { PlanInput } from './plan-input.ts';
import type { Plan, PlanStep, Trigger } from './plan.ts';
import type { Removal } from './removals.ts';
import { computeRemovals } from './removals.ts';
import { siteVerdict } from './site-verdict.ts';
import type { Standpoint } from './standpoint.ts';
import { readStandpoint } from './standpoint.ts';

/** A step before it is known whether it may start. */
interface Intent {
  readonly action: 'install' | 'remove';
  readonly release: ReleaseEntry;
  readonly trigger: Trigger;
  /** What stands against this step, besides what stands against every one. */
  readonly verdict: Verdict;
}

/**
 * The steps from what the target holds to what the channel asks of it, and what blocks each: removals first, those that
 * came last before the others, then installs by `requires` and sequence. The order of the input's lists does not matter,
 * but for the rings, whose order is their meaning. Never throws; a step that can never start says why.
 */
export function computePlan(input: PlanInput): Plan {
  const standpoint = readStandpoint(input);
  const removals = computeRemovals(standpoint);
  const intents = [...removals.map(removalIntent), ...installIntents(standpoint, removals)];
  const site = siteVerdict(standpoint);
  const decided = intents.map((intent) => {
    const verdict = allOf([
      site,
      holdsOn(intent.release, standpoint),
      obstacleTo(intent.release, input),
      intent.verdict,
    ]);
    return { step: stepOf(intent, verdict), changesAt: verdict.changesAt };
  });
  return {
    site: input.desired.site.name,
    at: input.now,
    steps: decided.map(({ step }) => step),
    nextChange: earliest(decided.filter(({ step }) => isUpToTime(step)).map(({ changesAt }) => changesAt)),
  };
}

function removalIntent({ release, trigger, verdict }: Removal): Intent {
  return { action: 'remove', release, trigger, verdict };
}

function installIntents(standpoint: Standpoint, removals: readonly Removal[]): readonly Intent[] {
  const { input, supersession } = standpoint;
  const { releases, circles } = installOrder(standpoint);
  const recalled = new Set(standpoint.recalls.keys());
  const leaving = new Set(removals.filter(({ willed }) => willed).map(({ release }) => release.id));
  const standings = readStandings(input.now, input.reports, { releases, supersession, recalled });
  return releases.map((release) => {
    const { trigger, verdict } = installLeave(release, input);
    const others = installVerdict(release, { standpoint, ordering: { circles, leaving }, standings });
    return { action: 'install', release, trigger, verdict: allOf([verdict, others]) };
  });
}

function holdsOn({ id }: ReleaseEntry, { input, holds }: Standpoint): Verdict {
  const zone = input.desired.site.timezone;
  return holdVerdict(input.now, holds.get(id) ?? [], { reason: 'OnHold', zone });
}

function obstacleTo({ id }: ReleaseEntry, { obstacles }: PlanInput): Verdict {
  const obstacle = obstacles.get(id);
  return obstacle === undefined ? open() : blocked(obstacle);
}

/** Nothing stands against it but the time, and other sites, whose word grows old. */
function isUpToTime(step: PlanStep): boolean {
  return (
    step.kind !== 'wait' || step.blockers.every((one) => one.until !== null || one.reason === 'AwaitingRing')
  );
}

function stepOf({ action, release, trigger }: Intent, { blockers }: Verdict): PlanStep {
  if (blockers.length === 0) return { kind: action, release, trigger };
  return { kind: 'wait', action, release, blockers: [...blockers].sort(byEnd) };
}
