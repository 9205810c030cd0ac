import type { PatchId } from '../base/names.ts';
import type { DesiredState, ReleaseEntry } from '../desired/desired-state.ts';
import type { Blocker, PlanStep } from '../plan/plan.ts';
import { readOperatorActs } from '../plan/read-operator-acts.ts';
import type { CheckedFact } from '../journal/journal-event.ts';
import type { Claim } from '../plan/claims.ts';
import type { AttemptTask } from './attempt-task.ts';
import type { Desk } from './desk.ts';
import { examineInstall } from './examine-install.ts';
import { editsBeyond, installTask } from './install-task.ts';
import type { SiteView } from './look-at-site.ts';
import { makeAttempt, refuse } from './make-attempt.ts';
import { nextAttempt } from './next-attempt.ts';
import { obstacleOf, triedAlready } from './obstacles.ts';
import { removalTask } from './removal-task.ts';

/** Makes the step's attempt, or finds the obstacle that only kit and target show; either way the next plan differs. */
export async function applyStep(round: Round, step: Exclude<PlanStep, { kind: 'wait' }>): Promise<void> {
  switch (step.kind) {
    case 'install':
      return install(round, step);
    case 'remove':
      return remove(round, step);
  }
}

/** What only the kits told, gathered while the plan is followed. */
export interface Findings {
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

async function install(
  { desk, view, desired, found }: Round,
  { release, trigger }: Extract<PlanStep, { kind: 'install' }>,
): Promise<void> {
  const { ports, setup } = desk;
  const examined = await examineInstall({ ports, setup }, { desired, view }, release);
  if (examined.kind === 'refused') {
    await refuseRelease(desk, view, release, examined.why);
    found.obstacles.set(release.id, triedAlready);
    return;
  }
  if (examined.kind !== 'examined') {
    found.obstacles.set(release.id, obstacleOf(examined));
    return;
  }
  const { patch, preview, obstacle } = examined;
  if (isNewSigner(release, patch.signer, found)) return;
  found.obstacles.set(release.id, obstacle ?? triedAlready);
  if (obstacle !== null) return;
  const acts = readOperatorActs(view.journal, setup);
  const task = await installTask({ ports, view, acts }, { release, trigger }, patch);
  const objection: AttemptTask['objection'] = (before) => editsBeyond(preview, view, task.changes, before);
  await makeAttempt(desk, { ...task, objection, uncompilable: examined.preflight.uncompilable });
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
  const attempt = await nextAttempt(desk.ports, view);
  const task = { attempt, action: 'install', patch: release.id, releaseDigest: release.digest } as const;
  await desk.log({ ...task, kind: 'started', trigger: 'policy', who: null, why: '' });
  await refuse(desk, task, why);
}
