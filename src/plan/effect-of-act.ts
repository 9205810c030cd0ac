import type { PatchId, SiteName } from '../base/names.ts';
import type { Recall } from '../desired/desired-state.ts';
import type { OperatorActs } from './plan-input.ts';

/** What the end of a hold leads to: a removal that was asked for goes on. */
export function effectOfResume(
  patch: PatchId,
  site: SiteName,
  { remove }: Pick<OperatorActs, 'remove'>,
): string {
  const over = `${patch} is no longer held at ${site}.`;
  const leave = remove.get(patch);
  if (leave === undefined) return over;
  return `${over} ${leave.who} has asked to remove it: that happens as soon as nothing stands against it, unless \`patchfleet keep ${patch}\` takes it back.`;
}

/** What taking a removal back leads to: the patch stays, unless a recall takes it out as well. */
export function effectOfKeep(patch: PatchId, site: SiteName, recalls: readonly Recall[]): string {
  const recall = recalls.find((one) => one.patch === patch && one.installed === 'remove');
  if (recall === undefined) return `The removal of ${patch} is taken back: it stays in at ${site}.`;
  return `The removal of ${patch} that was asked for at ${site} is taken back; it is to be removed all the same, as ${recall.who} has recalled it: ${recall.why}`;
}
