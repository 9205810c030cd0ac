import type { Instant } from '../../base/instant.ts';
import { instantAsText } from '../../base/instant.ts';
import type { PatchId } from '../../base/names.ts';
import type { RehearsedFact } from '../../journal/journal-event.ts';
import type { DocumentPreview } from '../../plan/intended.ts';
import type { Blocker, Plan, PlanStep } from '../../plan/plan.ts';
import type { Outlook } from '../../reconcile/look-ahead.ts';
import type { Rehearsal } from '../../report/rehearsal-as-text.ts';
import type { ExitCode } from './answer.ts';

/** A plan as `--json` tells it: times as ISO 8601 texts, each step with what it does to each document. */
interface ToldPlan {
  readonly site: string;
  readonly at: string;
  readonly steps: readonly ToldStep[];
  readonly nextChange: string | null;
}

interface ToldStep {
  readonly kind: PlanStep['kind'];
  readonly action: 'install' | 'remove';
  readonly patch: PatchId;
  readonly title: string;
  readonly releaseDigest: string;
  readonly trigger: string | null;
  readonly blockers: readonly ToldBlocker[];
  /** Null: the kit could not be read; `unseen` says why. Empty for a removal: what it puts back is in the backup. */
  readonly documents: readonly DocumentPreview[] | null;
  readonly unseen: string | null;
  /** The last rehearsal of this release here; null: there was none. */
  readonly rehearsal:
    (Omit<RehearsedFact, 'kind' | 'patch' | 'releaseDigest'> & { readonly at: string }) | null;
}

/** What a step waits for, for programs. */
export interface ToldBlocker {
  readonly reason: string;
  readonly message: string;
  readonly until: string | null;
  readonly who: string | null;
}

/** A plan and its previews, for programs. */
export function toldPlan(plan: Plan, outlook: Pick<Outlook, 'previews' | 'unseen' | 'rehearsals'>): ToldPlan {
  const steps = plan.steps.map((step) => toldStep(step, outlook));
  return { site: plan.site, at: instantAsText(plan.at), steps, nextChange: textOrNull(plan.nextChange) };
}

function toldStep(
  step: PlanStep,
  { previews, unseen, rehearsals }: Pick<Outlook, 'previews' | 'unseen' | 'rehearsals'>,
): ToldStep {
  const { id, title, digest } = step.release;
  const action = step.kind === 'wait' ? step.action : step.kind;
  return {
    kind: step.kind,
    action,
    patch: id,
    title,
    releaseDigest: digest,
    trigger: step.kind === 'wait' ? null : step.trigger.kind,
    blockers: step.kind === 'wait' ? step.blockers.map(toldBlocker) : [],
    documents: previews.get(id) ?? (action === 'remove' ? [] : null),
    unseen: unseen.get(id) ?? null,
    rehearsal: action === 'remove' ? null : toldRehearsal(rehearsals.get(digest)),
  };
}

function toldRehearsal(rehearsal: Rehearsal | undefined): ToldStep['rehearsal'] {
  if (rehearsal === undefined) return null;
  const { at, ok, why, installing, undoing, undeclared } = rehearsal;
  return { at: instantAsText(at), ok, why, installing, undoing, undeclared };
}

export function toldBlocker({ reason, message, until, who }: Blocker): ToldBlocker {
  return { reason, message, until: textOrNull(until), who };
}

/** 0: nothing is left to do; 1: something is to be done or waits; 2: the site is inconsistent. */
export function exitOfPlan(plan: Plan): ExitCode {
  if (plan.steps.some((step) => step.kind === 'wait' && isInconsistent(step.blockers))) return 2;
  return plan.steps.length === 0 ? 0 : 1;
}

function isInconsistent(blockers: readonly Blocker[]): boolean {
  return blockers.some(({ reason }) => reason === 'Inconsistent');
}

/** ISO 8601, or null. */
export function textOrNull(instant: Instant | null): string | null {
  return instant === null ? null : instantAsText(instant);
}
