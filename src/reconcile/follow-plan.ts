import { Failure } from '../base/failure.ts';
import type { DesiredState } from '../desired/desired-state.ts';
import { computePlan } from '../plan/compute-plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { Findings } from './apply-step.ts';
import type { Desk } from './desk.ts';
import { lookAtSite } from './look-at-site.ts';
import { withoutTriedAlready } from './obstacles.ts';
import { planInput } from './plan-input-of.ts';
import { assertNewest, receiveReleases } from './receive-releases.ts';

/**
 * Registers what is new, then applies the plan step by step. No patch gets more than one
 * attempt in a pass, so the walk ends. What is applied was planned under the target's lock, with every act recorded until then.
 */
export async function followPlan(desk: Desk, desired: DesiredState): Promise<Plan> {
  await receiveReleases(desk, desired);
  const found: Findings = { obstacles: new Map(), signers: new Map() };
  for (let rounds = 0; ; rounds += 1) {
    const view = await lookAtSite(desk.ports, desk.setup);
    assertNewest(view, desired);
    const input = await planInput(desk.ports, desk.setup, view, desired, found);
    const plan = computePlan(input);
    if (rounds === 0) await prefetch(desk, plan);
    const step = plan.steps.find((candidate) => candidate.kind !== 'wait');
    if (step === undefined) {
      const told = withoutTriedAlready(plan);
      desk.tell({ kind: 'planned', plan: told });
      return told;
    }
    if (desk.holdsLock) {
      // Most passes apply nothing; what makes an attempt is loaded as a whole, before it begins.
      const { applyStep } = await import('./apply-step.ts');
      await applyStep({ desk, view, desired, found }, step);
    } else await desk.session();
  }
}

/**
 * Fetches the kits that the plan speaks of in one go, so that they go in when their time comes even if the host is gone. What
 * cannot be had is said when it is staged.
 */
async function prefetch({ ports }: Desk, plan: Plan): Promise<void> {
  const pins = plan.steps
    .filter((step) => step.kind === 'install' || (step.kind === 'wait' && step.action === 'install'))
    .map(({ release }) => ({ patch: release.id, tag: release.tag }));
  if (pins.length === 0) return;
  try {
    await ports.repository.prefetch(pins);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
