import type { Digest } from '../base/digest.ts';
import type { PatchId } from '../base/names.ts';
import { plainText } from '../base/plain-text.ts';
import type { DocumentPreview } from '../plan/intended.ts';
import type { Blocker, Plan, PlanStep, Trigger } from '../plan/plan.ts';
import { localAsText } from '../policy/zoned-time.ts';
import type { Rehearsal } from './rehearsal-as-text.ts';
import { rehearsalAsText } from './rehearsal-as-text.ts';
import { whyUnseen } from './why-unseen.ts';
import type { Paint } from './paint.ts';

/** What is known of the kits that a plan speaks of, and where the site is. */
export interface PlanDetail {
  /** The site's IANA zone. */
  readonly zone: string;
  /** What each patch does to each document here; a patch that is missing was not looked into. */
  readonly previews: ReadonlyMap<PatchId, readonly DocumentPreview[]>;
  /** Patches whose kit could not be read, and why. */
  readonly unseen: ReadonlyMap<PatchId, string>;
  /** The last rehearsal here of each release, by its digest. */
  readonly rehearsals: ReadonlyMap<Digest, Rehearsal>;
}

/**
 * A plan for people: what would be done now and why, document by document (`+` added, `~` replaced, `-` deleted), and what every
 * other patch waits for, until when in the site's zone, and for whom.
 */
export function planAsText(plan: Plan, detail: PlanDetail, paint: Paint): string {
  if (plan.steps.length === 0) return `${plan.site} has all that it should have: nothing to do.`;
  const heading = paint('dim', `${plan.site} at ${localAsText(plan.at, detail.zone)}`);
  const next =
    plan.nextChange === null
      ? []
      : [paint('dim', `The plan changes by itself at ${localAsText(plan.nextChange, detail.zone)}.`)];
  return [heading, ...plan.steps.flatMap((step) => stepLines(step, detail, paint)), ...next].join('\n');
}

const indent = ' '.repeat(9);

function stepLines(step: PlanStep, detail: PlanDetail, paint: Paint): readonly string[] {
  const { id, title } = step.release;
  const heading = `${stepWord(step, paint)}  ${paint('strong', id)}  ${plainText(title, 200)}${stepRemark(step)}`;
  const below = [
    ...waitLines(step, detail, paint),
    ...rehearsalLines(step, detail, paint),
    ...documentLines(id, detail, paint),
    ...unseenLines(step, detail),
  ];
  return [heading, ...below.map((line) => indent + line)];
}

function stepWord({ kind }: PlanStep, paint: Paint): string {
  switch (kind) {
    case 'install':
      return paint('good', 'install');
    case 'remove':
      return paint('bad', 'remove ');
    case 'wait':
      return paint('wait', 'wait   ');
  }
}

function stepRemark(step: PlanStep): string {
  if (step.kind === 'wait') return step.action === 'remove' ? ' (its removal)' : '';
  const trigger = triggerAsText(step.trigger);
  return trigger === '' ? '' : ` (${trigger})`;
}

function triggerAsText(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'policy':
      return '';
    case 'second-try':
      return 'once more, it was cut short';
    case 'operator':
      return plainText(`${trigger.who}: ${trigger.why}`, 200);
    case 'recall':
      return plainText(`recalled by ${trigger.who}: ${trigger.why}`, 200);
  }
}

function waitLines(step: PlanStep, { zone }: PlanDetail, paint: Paint): readonly string[] {
  if (step.kind !== 'wait') return [];
  return step.blockers.map((blocker) => blockerAsText(blocker, zone, paint));
}

/** What it waits for, for whom, and until when in the site's zone. */
function blockerAsText({ reason, message, until, who }: Blocker, zone: string, paint: Paint): string {
  const sentence = plainText(message, 500);
  const whom = who === null ? [] : [`for ${plainText(who, 100)}`];
  const end = until === null ? [] : [`until ${localAsText(until, zone)}`];
  const more = [...whom, ...end].join(', ');
  return `${paint('wait', reason)}: ${sentence}${more === '' ? '' : paint('dim', ` (${more})`)}`;
}

function rehearsalLines(step: PlanStep, { rehearsals, zone }: PlanDetail, paint: Paint): readonly string[] {
  const rehearsal = isRemoval(step) ? undefined : rehearsals.get(step.release.digest);
  if (rehearsal === undefined) return [];
  return [
    paint(rehearsal.ok ? 'good' : 'bad', `${localAsText(rehearsal.at, zone)}: ${rehearsalAsText(rehearsal)}`),
  ];
}

function isRemoval(step: PlanStep): boolean {
  return step.kind === 'remove' || (step.kind === 'wait' && step.action === 'remove');
}

const signs = { add: '+', replace: '~', delete: '-', unchanged: '=' } as const;
const styles = { add: 'good', replace: 'wait', delete: 'bad', unchanged: 'dim' } as const;

function documentLines(patch: PatchId, { previews }: PlanDetail, paint: Paint): readonly string[] {
  return (previews.get(patch) ?? []).map(({ name, effect, localEdit }) => {
    const edit = localEdit ? paint('bad', '  changed here by hand') : '';
    return `${paint(styles[effect], `${signs[effect]} ${plainText(name, 300)}`)}${edit}`;
  });
}

function unseenLines(step: PlanStep, { unseen }: PlanDetail): readonly string[] {
  const why = unseen.get(step.release.id);
  const untold = why === undefined ? null : whyUnseen(step, why);
  return untold === null ? [] : [`not seen: ${plainText(untold, 500)}`];
}
