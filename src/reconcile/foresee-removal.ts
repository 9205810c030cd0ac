import type { PatchId } from '../base/names.ts';
import type { DesiredState } from '../desired/desired-state.ts';
import { equalBytes } from '../document/equal-bytes.ts';
import { partOf } from '../document/node-part.ts';
import { chainAbove, readFoundations } from '../plan/removal-chain.ts';
import { readStandpoint } from '../plan/standpoint.ts';
import type { Ports } from '../ports/ports.ts';
import type { AttemptTask } from './attempt-task.ts';
import type { SiteView } from './look-at-site.ts';
import type { Difference } from './patch-differences.ts';
import { noFindings, planInput } from './plan-input-of.ts';
import { removalTask } from './removal-task.ts';
import { releaseAsInstalled } from '../plan/removals.ts';
import type { SiteSetup } from './site-setup.ts';

/** What taking an installed patch out would come to, as the target stands now. */
export interface RemovalOutlook {
  /** Installed patches that have to be removed before it, in this order. */
  readonly before: readonly PatchId[];
  /** Why it cannot be removed; null: it can. */
  readonly why: string | null;
  /** What it would change, read as it is asked for. */
  readonly differences: () => AsyncIterable<Difference>;
  /** What others wrote since the install, as far as the differences were read: it stays. */
  readonly left: () => readonly string[];
}

/** Takes no lock and changes nothing. The patch has to be installed. */
export async function foreseeRemoval(
  ports: Ports,
  setup: SiteSetup,
  { desired, view }: { readonly desired: DesiredState; readonly view: SiteView },
  patch: PatchId,
): Promise<RemovalOutlook> {
  const record = view.installed.patches.get(patch);
  if (record === undefined) throw new Error(`${patch} is not installed`);
  const standpoint = readStandpoint(await planInput({ ports, setup }, { view, desired }, noFindings));
  const before = chainAbove(patch, readFoundations(standpoint), new Set()).map((above) => above.patch);
  const release = releaseAsInstalled(record, standpoint);
  const task = await removalTask(ports, view, release, { kind: 'policy' });
  if ('reason' in task) return { before, why: task.message, differences: () => nothing(), left: () => [] };
  return { before, why: null, differences: () => changesNow(ports, task), left: task.foreign };
}

/** Whole documents, then the single nodes that its own code wrote outside of the backup. */
async function* changesNow(
  { target }: Pick<Ports, 'target'>,
  { changes, nodes }: Pick<AttemptTask, 'changes' | 'nodes'>,
): AsyncGenerator<Difference> {
  for (const { name, after } of changes) {
    const before = await target.read(name);
    const difference = { name, before, after: await after(before) };
    if (!equalBytes(before, difference.after)) yield difference;
  }
  for (const { name, references, after } of nodes) {
    const before = partOf(await target.nodes(references));
    const difference = { name, before, after: await after(before) };
    if (!equalBytes(before, difference.after)) yield difference;
  }
}

async function* nothing(): AsyncGenerator<Difference> {
  // Nothing can be foreseen of what cannot be done.
}
