import type { PatchId } from '../base/names.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import { bySequence } from '../policy/supersession.ts';
import type { Standpoint } from './standpoint.ts';

/** The wanted releases, each after what it requires, otherwise by sequence; and those that can have no place. */
interface InstallOrder {
  readonly releases: readonly ReleaseEntry[];
  /** Releases that require themselves by way of others, with the way: `A → B → A`. */
  readonly circles: ReadonlyMap<PatchId, string>;
}

interface Walk {
  readonly standpoint: Standpoint;
  /** In the order of installation. */
  readonly placed: Set<ReleaseEntry>;
  readonly circles: Map<PatchId, string>;
}

interface Visit {
  readonly release: ReleaseEntry;
  /** What it requires and was not looked at yet; the next one last. */
  readonly before: ReleaseEntry[];
}

/** Names of a circle that a message lists. */
const namesListed = 6;

/** Orders the wanted releases; ends for every input, whatever requires what. */
export function installOrder(standpoint: Standpoint): InstallOrder {
  const walk: Walk = { standpoint, placed: new Set(), circles: new Map() };
  for (const release of standpoint.wanted.values()) {
    if (!walk.placed.has(release)) placeAfterRequired(release, walk);
  }
  return { releases: [...walk.placed], circles: walk.circles };
}

/** Walks with a stack of its own: a chain of ten thousand releases has to find room. */
function placeAfterRequired(first: ReleaseEntry, { standpoint, placed, circles }: Walk): void {
  const path: Visit[] = [];
  const onPath = new Set<ReleaseEntry>();
  const enter = (release: ReleaseEntry): void => {
    path.push({ release, before: comingBefore(release, standpoint) });
    onPath.add(release);
  };
  enter(first);
  for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
    const next = visit.before.pop();
    if (next === undefined) {
      path.pop();
      onPath.delete(visit.release);
      placed.add(visit.release);
    } else if (onPath.has(next)) {
      nameCircle(path, next, circles);
    } else if (!placed.has(next)) {
      enter(next);
    }
  }
}

function comingBefore(release: ReleaseEntry, { holderOf, comingFor }: Standpoint): ReleaseEntry[] {
  const before = new Set<ReleaseEntry>();
  for (const required of release.requires) {
    const coming = holderOf(required) === null ? comingFor(required) : null;
    if (coming !== null && (coming !== release || required === release.id)) before.add(coming);
  }
  return [...before].sort((a, b) => bySequence(b, a));
}

function nameCircle(path: readonly Visit[], first: ReleaseEntry, circles: Map<PatchId, string>): void {
  if (circles.has(first.id)) return;
  const members = path
    .slice(path.findIndex(({ release }) => release === first))
    .map(({ release }) => release.id);
  const names = members.length > namesListed ? [...members.slice(0, namesListed), '…'] : members;
  const way = [...names, first.id].join(' → ');
  for (const id of members) circles.set(id, way);
}
