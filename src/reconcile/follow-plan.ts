import type { ObjectId } from '../base/names.ts';
import type { DesiredState } from '../desired/desired-state.ts';
import { computePlan } from '../plan/compute-plan.ts';
import type { Blocker, Plan } from '../plan/plan.ts';
import type { Ports } from '../ports/ports.ts';
import { misquotes } from './check-claims.ts';
import type { Desk } from './desk.ts';
import { lookIntoReleases } from './look-into-releases.ts';
import { lookAtSite } from './look-at-site.ts';
import { withoutTriedAlready } from './obstacles.ts';
import type { Problem } from './pass-event.ts';
import { planInput } from './plan-input-of.ts';
import type { Received } from './receive.ts';
import { assertNewest, receive } from './receive.ts';
import type { Findings } from './apply-step.ts';
import type { ExamineGround } from './examine-install.ts';

/**
 * Registers what is new, then applies the plan step by step. No patch gets more than one
 * attempt in a pass, so the walk ends. What is applied was planned under the target's lock, with every act recorded until then. `lies`: what the
 * channel says of releases that they do not say themselves. Once `mayGoOn` says no, no attempt is begun any more.
 */
export async function followPlan(
  desk: Desk,
  received: Received,
  mayGoOn: () => boolean = () => true,
): Promise<{ readonly plan: Plan; readonly lies: readonly Problem[] }> {
  const { desired } = received;
  await receive(desk, received);
  const found: Findings = { obstacles: new Map(), signers: new Map(), claims: new Map(), facts: [] };
  for (let rounds = 0; ; rounds += 1) {
    const view = await lookAtSite(desk.ports, desk.setup);
    assertNewest(view, desired, desk.ports.clock.now());
    const asked = await planInput(desk, { view, desired }, found);
    const { input, plan: first } =
      rounds > 0 ? { input: asked, plan: computePlan(asked) } : await lookIntoReleases(desk, asked, found);
    const step = first.steps.find((candidate) => candidate.kind !== 'wait');
    if (step === undefined || !mayGoOn()) {
      const isInformed = mayGoOn()
        ? await lookIntoWaiting(desk, { desired, view, steps: first.steps }, found)
        : recallLast(desk.ports, first, found);
      const { obstacles, signers } = found;
      const plan = isInformed ? computePlan({ ...input, obstacles, signers }) : first;
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

/**
 * Asks kit and target also about what waits, so that what a pass says of a patch is what `lookAhead` says of it. Where the host does not hand
 * out one kit it is asked for no other: that may take long each time. True where anything was found that the plan did not know.
 */
async function lookIntoWaiting(
  { ports, setup }: Pick<Desk, 'ports' | 'setup'>,
  { steps, ...ground }: ExamineGround & { readonly desired: DesiredState } & Pick<Plan, 'steps'>,
  { obstacles, signers }: Findings,
): Promise<boolean> {
  const waiting = steps.filter(({ release }) => !obstacles.has(release.id));
  const known = obstacles.size + signers.size;
  const isMore = (): boolean => obstacles.size + signers.size > known;
  const seen = new Map<ObjectId, Finding>();
  foundLast.set(ports.target, seen);
  if (waiting.length === 0) return false;
  // Most passes leave nothing waiting; what reads kits is loaded where there is one to read.
  const { previewSteps } = await import('./preview-steps.ts');
  for (const step of waiting) {
    const { findings } = await previewSteps(ports, setup, { ...ground, keeps: true }, { steps: [step] });
    for (const [patch, obstacle] of findings.obstacles) obstacles.set(patch, obstacle);
    for (const [patch, signer] of findings.signers) signers.set(patch, signer);
    seen.set(step.release.tag, {
      obstacle: findings.obstacles.get(step.release.id),
      signer: findings.signers.get(step.release.id),
    });
    if ([...findings.obstacles.values()].some(({ reason }) => reason === 'Unreachable')) return isMore();
  }
  return isMore();
}

/** What kit and target said of one release. */
interface Finding {
  readonly obstacle: Blocker | undefined;
  readonly signer: string | undefined;
}

/** Of the releases that waited at the end of the last pass, by their tags. */
const foundLast = new WeakMap<Ports['target'], ReadonlyMap<ObjectId, Finding>>();

/** A pass that is to end asks nobody any more; what the last one found stands, so that this one does not tell less. True where that was anything. */
function recallLast(
  { target }: Pick<Ports, 'target'>,
  { steps }: Plan,
  { obstacles, signers }: Findings,
): boolean {
  const known = obstacles.size + signers.size;
  for (const { release } of steps) {
    const { obstacle, signer } = foundLast.get(target)?.get(release.tag) ?? {};
    if (obstacle !== undefined && !obstacles.has(release.id)) obstacles.set(release.id, obstacle);
    if (signer !== undefined) signers.set(release.id, signer);
  }
  return obstacles.size + signers.size > known;
}
