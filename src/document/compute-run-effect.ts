import type { GlobalWrite } from './global-write.ts';
import { writeReference } from './global-reference.ts';
import { parseReference } from './global.ts';

/** What a run did to each node that it touched: its value before the first touch, and the last that the run gave it; null: none. */
export type RunEffect = ReadonlyMap<string, NodeEffect>;

interface NodeEffect {
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Replays writes on the nodes as they were. `start` has the values of all nodes that the run's own writes can touch. What others
 * wrote counts as "before" where it came before the run's first touch, and is left out where it came after.
 */
export function computeRunEffect(
  start: ReadonlyMap<string, string>,
  writes: readonly GlobalWrite[],
): RunEffect {
  const tree = treeOf(start);
  const effect = new Map<string, NodeEffect>();
  for (const write of writes) {
    const place = placeOf(tree, write.reference);
    for (const node of write.kind === 'kill' ? below(place) : [place]) {
      const value = write.kind === 'set' ? write.value : null;
      if (write.own) {
        const before = effect.get(node.reference)?.before;
        effect.set(node.reference, { before: before === undefined ? node.value : before, after: value });
      }
      node.value = value;
    }
  }
  return effect;
}

/** One node and those below it; made for every node that was ever seen. */
interface Place {
  readonly reference: string;
  value: string | null;
  readonly children: Map<string, Place>;
}

function treeOf(nodes: ReadonlyMap<string, string>): Place {
  const tree: Place = { reference: '', value: null, children: new Map() };
  for (const [reference, value] of nodes) placeOf(tree, reference).value = value;
  return tree;
}

function placeOf(tree: Place, reference: string): Place {
  const parsed = parseReference(reference);
  if (parsed === null) throw new Error(`not a global reference: ${reference}`);
  let place = tree;
  for (const [level, key] of [parsed.name, ...parsed.subscripts].entries()) {
    const child = place.children.get(key) ?? {
      reference: referenceAt(parsed, level),
      value: null,
      children: new Map(),
    };
    place.children.set(key, child);
    place = child;
  }
  return place;
}

function referenceAt(
  { name, subscripts }: { name: string; subscripts: readonly string[] },
  level: number,
): string {
  return writeReference({ name, subscripts: subscripts.slice(0, level) });
}

/** The place and all below it that have a value, or had one. */
function* below(place: Place): Generator<Place> {
  if (place.value !== null) yield place;
  for (const child of place.children.values()) yield* below(child);
}
