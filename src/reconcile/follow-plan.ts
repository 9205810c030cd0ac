import type { DesiredState } from '../desired/desired-state.ts';
import { computePlan } from '../plan/compute-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { misquotes } from './check-claims.ts';
import type { Desk } from './desk.ts';
import { lookIntoReleases } from './look-into-releases.ts';
import { lookAtSite } from './look-at-site.ts';
import { withoutTriedAlready } from './obstacles.ts';
import type { Problem } from './pass-event.ts';
import { planInput } from './plan-input-of.ts';
import { assertNewest, receive } from './receive.ts';
import type { Findings } from './apply-step.ts';

/**
 * Registers what is new, then applies the plan step by step. No patch gets more than one
 * attempt in a pass, so the walk ends. What is applied was planned under the target's lock, with every act recorded until then. `lies`: what the
 * channel says of releases that they do not say themselves. Once `mayGoOn` says no, no attempt is begun any more.
 */
export async function followPlan(
  desk: Desk,
  desired: DesiredState,
  mayGoOn: () => boolean = () => true,
): Promise<{ readonly plan: Plan; readonly lies: readonly Problem[] }> {
  await receive(desk, desired);
  const found: Findings = { obstacles: new Map(), signers: new Map(), claims: new Map(), facts: [] };
  for (let rounds = 0; ; rounds += 1) {
    const view = await lookAtSite(desk.ports, desk.setup);
    assertNewest(view, desired);
    const asked = await planInput(desk.ports, desk.setup, view, desired, found);
    const input = rounds > 0 ? asked : await lookIntoReleases(desk, asked, found);
    const plan = computePlan(input);
    const step = plan.steps.find((candidate) => candidate.kind !== 'wait');
    if (step === undefined || !mayGoOn()) {
      for (const fact of found.facts) await desk.log(fact);
      const told = withoutTriedAlready(plan);
      const lies = misquotes(input.claims);
      for (const problem of lies) desk.tell({ kind: 'problem', problem });
      desk.tell({ kind: 'planned', plan: told });
      return { plan: told, lies };
    }
    if (desk.holdsLock) {
      // Most passes apply nothing; what makes an attempt is loaded as a whole, before it begins.
      const { applyStep } = await import('./apply-step.ts');
      await applyStep({ desk, view, desired, found }, step);
    } else await desk.session();
  }
}
