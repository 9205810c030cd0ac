import type { Instant } from '../../base/instant.ts';
import type { PatchId } from '../../base/names.ts';

interface DatedPatch {
  readonly id: PatchId;
  readonly requires: readonly PatchId[];
  readonly supersedes: readonly PatchId[];
  /** When it was released, or came to main; null: not yet. */
  readonly at: Instant | null;
}

/**
 * Patches in the order in which sites take them: what one requires or supersedes before it, else by time, then by the numbers in their ids (`LAB-9` before `LAB-10`). Those without a time come
 * last.
 */
export function orderPatches<Patch extends DatedPatch>(patches: readonly Patch[]): readonly Patch[] {
  const byId = new Map(patches.map((patch) => [patch.id, patch]));
  const ordered = new Set<Patch>();
  const entered = new Set<Patch>();
  const visit = (patch: Patch): void => {
    if (entered.has(patch)) return;
    entered.add(patch); // A circle is told elsewhere; here it is cut.
    for (const id of [...patch.requires, ...patch.supersedes]) {
      const before = byId.get(id);
      if (before !== undefined) visit(before);
    }
    ordered.add(patch);
  };
  for (const patch of patches.toSorted(byTime)) visit(patch);
  return [...ordered];
}

function byTime(a: DatedPatch, b: DatedPatch): number {
  const [first, second] = [a.at ?? Number.MAX_VALUE, b.at ?? Number.MAX_VALUE];
  return first - second || byNumbers(a.id, b.id);
}

function byNumbers(a: string, b: string): number {
  const [parts, others] = [a, b].map((id) => id.split(/(\d+)/)) as [string[], string[]];
  const at = parts.findIndex((part, index) => part !== others[index]);
  if (at < 0) return parts.length - others.length;
  const [part = '', other = ''] = [parts[at], others[at]];
  const difference = /^\d+$/.test(part) && /^\d+$/.test(other) ? Number(part) - Number(other) : 0;
  return difference || (part < other ? -1 : 1);
}
