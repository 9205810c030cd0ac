import type { PatchId } from '../base/names.ts';
import { isFailure } from '../base/failure.ts';
import type { DesiredState, ReleaseEntry } from '../desired/desired-state.ts';
import { computePlan } from '../plan/compute-plan.ts';
import type { Blocker, Plan, PlanStep } from '../plan/plan.ts';
import { readOperatorActs } from '../plan/read-operator-acts.ts';
import type { CheckedFact } from '../journal/journal-event.ts';
import type { Claim } from '../plan/claims.ts';
import type { Delivery } from '../ports/outbox.ts';
import type { Ports } from '../ports/ports.ts';
import type { AttemptSummary } from '../status/status.ts';
import { misquotes } from './check-claims.ts';
import { summaryOf } from './compute-status.ts';
import { Desk } from './desk.ts';
import { installTask } from './install-task.ts';
import { keepSnapshots } from './keep-snapshots.ts';
import { previewPatch } from './look-ahead.ts';
import { lookIntoReleases } from './look-into-releases.ts';
import { lookAtSite } from './look-at-site.ts';
import type { SiteView } from './look-at-site.ts';
import { makeAttempt, refuse } from './make-attempt.ts';
import { nextAttempt } from './next-attempt.ts';
import { consentObstacle, obstacleOf, triedAlready, withoutTriedAlready } from './obstacles.ts';
import type { Problem, Tell } from './pass-event.ts';
import { planInput } from './plan-input-of.ts';
import { readChannel } from './read-channel.ts';
import { assertNewest, receive } from './receive.ts';
import { removalTask } from './removal-task.ts';
import { settle } from './settle.ts';
import type { SiteSetup } from './site-setup.ts';
import { stage } from './stage.ts';
import { tellStatus } from './tell-status.ts';

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
): Promise<PassOutcome> {
  const desk = new Desk(ports, setup, tell);
  try {
    return await pass(desk);
  } catch (error) {
    if (isFailure(error, 'TARGET_BUSY')) return { kind: 'busy', message: error.message };
    throw error;
  } finally {
    await desk.close();
  }
}

async function pass(desk: Desk): Promise<PassOutcome> {
  const { ports, setup, tell } = desk;
  const first = await lookAtSite(ports, setup);
  const settled = await settle(desk, first);
  const { desired, problems: seen } = await readChannel(ports, setup, settled.installed);
  for (const problem of seen) tell({ kind: 'problem', problem });
  const { plan, lies } = desired === null ? { plan: null, lies: [] } : await follow(desk, desired);
  const problems = [...seen, ...lies];
  await tellStatus(desk, { site: setup.site, desired, plan, problems });
  const delivery = await ports.outbox.deliver();
  tell({ kind: 'delivered', delivery });
  await keepSnapshots(desk);
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

/**
 * Registers what is new, then applies the plan step by step. No patch gets more than one
 * attempt in a pass, so the walk ends. What is applied was planned under the target's lock, with every act recorded until then. `lies`: what the
 * channel says of releases that they do not say themselves.
 */
async function follow(
  desk: Desk,
  desired: DesiredState,
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
    if (step === undefined) {
      for (const fact of found.facts) await desk.log(fact);
      const told = withoutTriedAlready(plan);
      const lies = misquotes(input.claims);
      for (const problem of lies) desk.tell({ kind: 'problem', problem });
      desk.tell({ kind: 'planned', plan: told });
      return { plan: told, lies };
    }
    if (desk.holdsLock) await apply({ desk, view, desired, found }, step);
    else await desk.session();
  }
}

/** What only the kits told, gathered while the plan is followed. */
interface Findings {
  readonly obstacles: Map<PatchId, Blocker>;
  readonly signers: Map<PatchId, string>;
  readonly claims: Map<PatchId, Claim>;
  /** Not journaled yet. */
  readonly facts: CheckedFact[];
}

/** One round of a pass. */
interface Round {
  readonly desk: Desk;
  readonly view: SiteView;
  readonly desired: DesiredState;
  readonly found: Findings;
}

/** Makes the step's attempt, or finds the obstacle that only kit and target show; either way the next plan differs. */
async function apply(round: Round, step: Exclude<PlanStep, { kind: 'wait' }>): Promise<void> {
  switch (step.kind) {
    case 'install':
      return install(round, step);
    case 'remove':
      return remove(round, step);
  }
}

async function install(
  { desk, view, desired, found }: Round,
  { release, trigger }: Extract<PlanStep, { kind: 'install' }>,
): Promise<void> {
  const { ports, setup } = desk;
  const acts = readOperatorActs(view.journal, setup);
  const staging = await stage(ports, setup, desired.site, release, view.facts);
  if (staging.kind === 'refused') {
    await refuseRelease(desk, view, release, staging.why);
    found.obstacles.set(release.id, triedAlready);
    return;
  }
  if (staging.kind !== 'staged') {
    found.obstacles.set(release.id, obstacleOf(staging));
    return;
  }
  if (isNewSigner(release, staging.patch.signer, found)) return;
  if (lacksRoom(view, staging.patch.bytes)) {
    found.obstacles.set(release.id, noRoom(view.facts.freeBytes ?? 0));
    return;
  }
  const preview = await previewPatch(ports, view, staging.patch);
  const obstacle = consentObstacle(acts, release, staging.patch.manifest.install.run, view.facts, preview);
  found.obstacles.set(release.id, obstacle ?? triedAlready);
  if (obstacle !== null) return;
  await makeAttempt(desk, await installTask(ports, view, acts, release, trigger, staging.patch));
}

/** Kit, backup, intended state and the documents themselves: four times the kit, and something to spare. */
function lacksRoom({ facts }: SiteView, bytes: number): boolean {
  return facts.freeBytes !== null && facts.freeBytes < 4 * bytes + 16 * 1024 * 1024;
}

function noRoom(free: number): Blocker {
  const message = `There is too little room on the target's disk: ${free} bytes are free.`;
  return { reason: 'NoHeadroom', message, until: null, who: 'operator' };
}

/** Where approvals are wanted, the plan is made again with the signer known: the signer's own approval does not count. */
function isNewSigner({ id, policy }: ReleaseEntry, signer: string | null, { signers }: Findings): boolean {
  if (policy.approvals === 0 || signer === null || signers.has(id)) return false;
  signers.set(id, signer);
  return true;
}

async function remove(
  { desk, view, found }: Round,
  { release, trigger }: Extract<PlanStep, { kind: 'remove' }>,
): Promise<void> {
  const task = await removalTask(desk.ports, view, release, trigger);
  found.obstacles.set(release.id, 'reason' in task ? task : triedAlready);
  if (!('reason' in task)) await makeAttempt(desk, task);
}

/** An attempt that ends before it begins, so that it is remembered and told. */
async function refuseRelease(desk: Desk, view: SiteView, release: ReleaseEntry, why: string): Promise<void> {
  const attempt = nextAttempt(view);
  const task = { attempt, action: 'install', patch: release.id, releaseDigest: release.digest } as const;
  await desk.log({ ...task, kind: 'started', trigger: 'policy', who: null, why: '' });
  await refuse(desk, task, why);
}
