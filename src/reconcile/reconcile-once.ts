import { isFailure } from '../base/failure.ts';
import type { Plan } from '../plan/plan.ts';
import type { Delivery } from '../ports/outbox.ts';
import type { Ports } from '../ports/ports.ts';
import type { AttemptSummary } from '../status/status.ts';
import { summaryOf } from './compute-status.ts';
import { checkDrift } from './check-drift.ts';
import { Desk } from './desk.ts';
import { forgetFetched } from './forget-fetched.ts';
import { ignoredTerms } from './ignored-terms.ts';
import { keepSnapshots } from './keep-snapshots.ts';
import { lookAtSite } from './look-at-site.ts';
import { lostState, missingBackups } from './lost-state.ts';
import { noticeFork } from './notice-fork.ts';
import { overLimits } from './over-limits.ts';
import type { SiteView } from './look-at-site.ts';
import type { Problem, Tell } from './pass-event.ts';
import type { PassOptions } from './pass-options.ts';
import { noLimits } from './pass-options.ts';
import { endsAcceptance, readChannel } from './read-channel.ts';
import { settle } from './settle.ts';
import type { SiteSetup } from './site-setup.ts';
import { tellStatus } from './tell-status.ts';
import { followPlan } from './follow-plan.ts';

export type PassOutcome =
  /** Another agent works on the target; this one did nothing. */
  | { readonly kind: 'busy'; readonly message: string }
  | {
      readonly kind: 'passed';
      /** As it stands after the pass; null: there is no channel to obey. */
      readonly plan: Plan | null;
      /** The site's IANA zone, as the channel says; null: there is no channel to obey. */
      readonly zone: string | null;
      /** Attempts that this pass made or settled. */
      readonly attempts: readonly AttemptSummary[];
      readonly inconsistent: boolean;
      readonly problems: readonly Problem[];
      readonly delivery: Delivery;
    };

/**
 * One pass: settle what a cut-short pass left, fetch, look, register what is new, plan, apply what may be applied, say.
 * Every step can be cut short anywhere; the next pass brings the site to one of the two clean ends.
 */
export async function reconcileOnce(
  ports: Ports,
  setup: SiteSetup,
  tell: Tell = () => undefined,
  options: PassOptions = {},
): Promise<PassOutcome> {
  const desk = new Desk(ports, setup, tell);
  try {
    return await pass(desk, options);
  } catch (error) {
    if (isFailure(error, 'TARGET_BUSY')) return { kind: 'busy', message: error.message };
    throw error;
  } finally {
    await desk.close();
  }
}

async function pass(desk: Desk, options: PassOptions): Promise<PassOutcome> {
  const { mayGoOn, problems: known = [], checksDrift = false, limits = noLimits } = options;
  const { ports, setup, tell } = desk;
  const first = await lookAtSite(ports, setup);
  const loss = await lostState(desk, first, known);
  const settled = await settle(desk, first);
  const { desired, problems: seen, polled } = await readChannel(ports, setup, settled.installed);
  for (const problem of [...seen, ...loss.problems]) tell({ kind: 'problem', problem });
  const forks = await noticeFork(desk, loss.stands ? null : polled);
  const ignored = desired === null ? [] : ignoredTerms(desired);
  for (const problem of ignored) tell({ kind: 'problem', problem });
  const { plan, lies } =
    desired === null
      ? { plan: null, lies: [] }
      : await followPlan(
          desk,
          { desired, endsAcceptance: endsAcceptance(settled.installed, desired, polled) },
          mayGoOn,
        );
  const problems = [
    ...[...seen, ...loss.problems, ...forks, ...ignored, ...lies],
    ...(await checkDrift(desk, checksDrift)),
    ...(await overLimits(desk, limits)),
    ...(await missingBackups(desk)),
  ];
  await tellStatus(desk, { site: setup.site, desired, plan, problems });
  const delivery = await ports.outbox.deliver(loss.stands ? 'beside' : 'own');
  tell({ kind: 'delivered', delivery });
  await keepSnapshots(desk, limits.vault);
  if (desired !== null && seen.length === 0) await forgetFetched(desk, desired, plan);
  const last = await lookAtSite(ports, setup);
  return {
    ...{ kind: 'passed', plan, problems, delivery },
    zone: desired?.site.timezone ?? null,
    attempts: newAttempts(first, last),
    inconsistent: last.installed.inconsistent !== null,
  };
}

function newAttempts(first: SiteView, last: SiteView): readonly AttemptSummary[] {
  return [...last.journal.attempts.values()]
    .filter(({ attempt }) => (first.journal.attempts.get(attempt)?.end ?? null) === null)
    .map(summaryOf);
}
