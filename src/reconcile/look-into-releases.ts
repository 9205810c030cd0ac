import { Failure } from '../base/failure.ts';
import type { PatchId } from '../base/names.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { CheckedFact } from '../journal/journal-event.ts';
import type { Claim } from '../plan/claims.ts';
import { claimsToCheck } from '../plan/claims.ts';
import { computePlan } from '../plan/compute-plan.ts';
import type { PlanInput } from '../plan/plan-input.ts';
import type { Plan } from '../plan/plan.ts';
import type { Ports } from '../ports/ports.ts';
import { checkClaims } from './check-claims.ts';
import type { SiteSetup } from './site-setup.ts';

/** Where what was found out is put, for the rest of the pass. */
interface Gathered {
  readonly claims: Map<PatchId, Claim>;
  readonly facts: CheckedFact[];
}

/** What a plan was computed from, and the plan. */
interface Planned {
  readonly input: PlanInput;
  readonly plan: Plan;
}

/**
 * Fetches the kits that the plan speaks of in one go, so that they go in when their time comes even if the host is gone, and in the same go the
 * releases that are to stand in for others; then looks into these. The input that comes back, with its plan, knows what they say themselves. What
 * cannot be had is said when it is staged.
 */
export async function lookIntoReleases(
  { ports, setup }: { readonly ports: Pick<Ports, 'repository'>; readonly setup: Pick<SiteSetup, 'trust'> },
  input: PlanInput,
  gathered: Gathered,
): Promise<Planned> {
  const { releases, doubted } = claimsToCheck(input.desired, input.installed, input.claims);
  const plan = computePlan(input);
  await prefetch(ports, [...releases, ...installsOf(plan).filter(({ id }) => !doubted.has(id))]);
  if (releases.length === 0) return { input, plan };
  const { claims, facts } = await checkClaims(ports, setup, input, releases);
  for (const [patch, claim] of claims) gathered.claims.set(patch, claim);
  gathered.facts.push(...facts);
  const informed = { ...input, claims: new Map([...input.claims, ...claims]) };
  return { input: informed, plan: computePlan(informed) };
}

function installsOf({ steps }: Plan): readonly ReleaseEntry[] {
  return steps
    .filter((step) => step.kind === 'install' || (step.kind === 'wait' && step.action === 'install'))
    .map(({ release }) => release);
}

async function prefetch(
  { repository }: Pick<Ports, 'repository'>,
  releases: readonly ReleaseEntry[],
): Promise<void> {
  const pins = new Map(releases.map(({ id, tag }) => [id, { patch: id, tag }]));
  if (pins.size === 0) return;
  try {
    await repository.prefetch([...pins.values()]);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
