import type { PatchId } from '../base/names.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { Blocker, Verdict } from '../policy/blocker.ts';
import { allOf, blocked, open } from '../policy/blocker.ts';
import type { Standpoint } from './standpoint.ts';

/** What the plan knows of requirements besides the standpoint itself. */
export interface Ordering {
  /** Releases that require themselves by way of others, with the way: `A → B → A`. */
  readonly circles: ReadonlyMap<PatchId, string>;
  /** Installed patches that an operator or a recall wants out. */
  readonly leaving: ReadonlySet<PatchId>;
}

/** Whether everything that the release requires is installed, itself or by what supersedes it. */
export function requirementsVerdict(
  release: ReleaseEntry,
  standpoint: Standpoint,
  ordering: Ordering,
): Verdict {
  const circle = ordering.circles.get(release.id);
  const missing = [...new Set(release.requires)].sort().map((required) => {
    const message = missingText(required, { release, standpoint, leaving: ordering.leaving });
    return message === null ? open() : blocked(message);
  });
  if (circle === undefined) return allOf(missing);
  const text = `It requires itself by way of others (${circle}), so none of them can ever be first.`;
  return allOf([
    dependency(text, release.id),
    ...missing.filter(({ blockers }) => !isInCircle(blockers, ordering)),
  ]);
}

interface Question {
  readonly release: ReleaseEntry;
  readonly standpoint: Standpoint;
  readonly leaving: ReadonlySet<PatchId>;
}

type Missing = Omit<Blocker, 'until'>;

function missingText(required: PatchId, { release, standpoint, leaving }: Question): Missing | null {
  const holder = standpoint.holderOf(required);
  if (holder !== null && !leaving.has(holder)) return null;
  if (holder !== null) return leavingText(required, holder);
  const coming = standpoint.comingFor(required);
  if (coming?.id === release.id) return awaiting(`${required} is superseded by this very patch`, required);
  if (coming !== null) return awaiting(`${named(required, coming.id)} has to be installed first`, coming.id);
  const recall = standpoint.recalls.get(required);
  if (recall !== undefined) {
    const message = `Requires ${required}, which ${recall.who} has recalled: ${recall.why}`;
    return { reason: 'RequiresRecalled', message, who: required };
  }
  return awaiting(`${required} ${absenceText(required, standpoint)}`, required);
}

/** It is still there, but what goes in on top of it would keep it from going. */
function leavingText(required: PatchId, holder: PatchId): Missing {
  const message = `Requires ${named(required, holder).replace(/,$/, '')}, which is to be removed from this site: nothing goes in on top of it, unless its removal is taken back with \`patchfleet keep ${holder}\`.`;
  return { reason: 'AwaitingDependency', message, who: holder };
}

function absenceText(required: PatchId, { input, supersession }: Standpoint): string {
  if (input.installed.patches.get(required)?.state === 'installed') {
    return 'is installed here with another content than the channel names';
  }
  if (supersession.byId.has(required)) return 'is not meant for this site';
  return 'is not in the channel; either it was never released or its name is wrong';
}

function named(required: PatchId, by: PatchId): string {
  return required === by ? required : `${required}, for which ${by} stands in,`;
}

function awaiting(why: string, who: PatchId): Missing {
  return { reason: 'AwaitingDependency', message: `Requires a patch that is not there: ${why}.`, who };
}

function dependency(message: string, who: PatchId): Verdict {
  return blocked({ reason: 'AwaitingDependency', message, who });
}

function isInCircle(blockers: readonly Blocker[], { circles }: Ordering): boolean {
  return blockers.some(({ who }) => who !== null && circles.has(who as PatchId));
}
