import type { PatchId } from '../base/names.ts';
import type { DesiredState, ReleaseEntry } from '../desired/desired-state.ts';
import { documentName } from '../document/document-name.ts';
import { partOf, valuesOf } from '../document/node-part.ts';
import type { Ports } from '../ports/ports.ts';
import type { DocumentPreview } from '../plan/intended.ts';
import { previewOf } from '../plan/intended.ts';
import type { Blocker, Plan } from '../plan/plan.ts';
import type { PlannedNodes } from './attempt-task.ts';
import { examineInstall } from './examine-install.ts';
import { removalTask } from './removal-task.ts';
import type { WantedConsent } from '../plan/wanted-consent.ts';
import { obstacleOf } from './obstacles.ts';
import type { SiteSetup } from './site-setup.ts';
import type { SiteView } from './look-at-site.ts';

/** Previews every step of a plan, each patch on its own, on the target as it is now. */
export async function previewSteps(
  ports: Ports,
  setup: SiteSetup,
  ground: Ground,
  plan: Pick<Plan, 'steps'>,
): Promise<Seen> {
  const seen: Seen = {
    previews: new Map(),
    unseen: new Map(),
    consents: new Map(),
    findings: { obstacles: new Map(), signers: new Map() },
  };
  for (const step of plan.steps) {
    const removes = step.kind === 'remove' || (step.kind === 'wait' && step.action === 'remove');
    if (removes) await seeRemoval(seen, ports, ground.view, step.release);
    else await seeInstall(seen, ports, setup, { ...ground, release: step.release });
  }
  return seen;
}

/** What the preview of a step stands on. */
interface Ground {
  readonly desired: DesiredState;
  readonly view: SiteView;
  readonly keeps?: true;
}

/** What the previews gather, patch by patch. */
interface Seen {
  readonly previews: Map<PatchId, readonly DocumentPreview[]>;
  readonly unseen: Map<PatchId, string>;
  /** What an operator has to consent to, given or not. */
  readonly consents: Map<PatchId, WantedConsent>;
  readonly findings: {
    readonly obstacles: Map<PatchId, Blocker>;
    readonly signers: Map<PatchId, string>;
  };
}

async function seeInstall(
  { previews, unseen, consents, findings }: Seen,
  ports: Ports,
  setup: SiteSetup,
  ground: Ground & { readonly release: ReleaseEntry },
): Promise<void> {
  const { release } = ground;
  const found = await examineInstall({ ports, setup }, ground, release);
  if (found.kind !== 'examined') {
    unseen.set(release.id, found.why);
    findings.obstacles.set(release.id, obstacleOf(found));
    return;
  }
  const { patch, preview, wanted, obstacle } = found;
  previews.set(release.id, preview);
  if (patch.signer !== null) findings.signers.set(release.id, patch.signer);
  if (wanted !== null) consents.set(release.id, wanted);
  if (obstacle !== null) findings.obstacles.set(release.id, obstacle);
}

async function seeRemoval(
  { previews, unseen, findings }: Seen,
  ports: Ports,
  view: SiteView,
  release: ReleaseEntry,
): Promise<void> {
  const task = await removalTask(ports, view, release, { kind: 'policy' });
  if ('reason' in task) {
    unseen.set(release.id, task.message);
    findings.obstacles.set(release.id, task);
    return;
  }
  const preview: DocumentPreview[] = [];
  for (const { name, after } of task.changes) {
    const now = await ports.target.read(name);
    preview.push(previewOf(name, { before: now, after: await after(now) }));
  }
  for (const nodes of task.nodes) preview.push(...(await previewNodes(ports, nodes)));
  previews.set(release.id, preview);
}

/** Node by node; where they are very many, those of one global as one. */
async function previewNodes({ target }: Ports, nodes: PlannedNodes): Promise<readonly DocumentPreview[]> {
  const found = new Map(await target.nodes(nodes.references));
  const now = partOf(found);
  const then = await nodes.after(now);
  if (nodes.references.length > mostNodes) return [previewOf(nodes.name, { before: now, after: then })];
  const values = valuesOf(then);
  return nodes.references.map((reference) => {
    const [before, after] = [found, values].map((side) => partOf([[reference, side.get(reference) ?? null]]));
    return previewOf(documentName(reference), { before: before ?? null, after: after ?? null });
  });
}

const mostNodes = 200;
