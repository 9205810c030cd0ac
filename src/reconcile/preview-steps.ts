import type { PatchId } from '../base/names.ts';
import type { DesiredState, ReleaseEntry } from '../desired/desired-state.ts';
import { documentName } from '../document/document-name.ts';
import { partOf, valuesOf } from '../document/node-part.ts';
import type { Ports } from '../ports/ports.ts';
import type { DocumentPreview } from '../plan/intended.ts';
import { intentionsOf, previewOf } from '../plan/intended.ts';
import { knownDocuments } from '../plan/known-documents.ts';
import { readOperatorActs } from '../plan/read-operator-acts.ts';
import type { Blocker, Plan } from '../plan/plan.ts';
import { preflight } from './preflight.ts';
import type { PlannedNodes } from './attempt-task.ts';
import { removalTask } from './removal-task.ts';
import type { WantedConsent } from '../plan/wanted-consent.ts';
import { targetObstacle, wantedConsent } from '../plan/wanted-consent.ts';
import { obstacleOf } from './obstacles.ts';
import type { SiteSetup } from './site-setup.ts';
import type { StagedPatch } from './stage.ts';
import { stage } from './stage.ts';
import type { SiteView } from './look-at-site.ts';

/** Previews every step of a plan, each patch on its own, on the target as it is now. */
export async function previewSteps(
  ports: Ports,
  setup: SiteSetup,
  ground: Ground,
  plan: Plan,
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
  const { desired, view, release } = ground;
  const staging = await stage(ports, setup, desired.site, release, view.facts);
  if (staging.kind !== 'staged') {
    unseen.set(release.id, staging.why);
    findings.obstacles.set(release.id, obstacleOf(staging));
    return;
  }
  const preview = await previewPatch(ports, view, staging.patch);
  previews.set(release.id, preview);
  if (staging.patch.signer !== null) findings.signers.set(release.id, staging.patch.signer);
  const said = { preview, preflight: await preflight(ports, staging.patch) };
  const { run } = staging.patch.manifest.install;
  const wanted = wantedConsent(run, view.facts, said);
  if (wanted !== null) consents.set(release.id, wanted);
  const obstacle = targetObstacle(readOperatorActs(view.journal, setup), release, run, view.facts, said);
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
    preview.push(previewOf(name, now, await after(now), undefined));
  }
  for (const nodes of task.nodes) preview.push(...(await previewNodes(ports, nodes)));
  previews.set(release.id, preview);
}

/** Node by node; where they are very many, those of one global as one. */
async function previewNodes({ target }: Ports, nodes: PlannedNodes): Promise<readonly DocumentPreview[]> {
  const found = new Map(await target.nodes(nodes.references));
  const now = partOf(found);
  const then = await nodes.after(now);
  if (nodes.references.length > mostNodes) return [previewOf(nodes.name, now, then, undefined)];
  const values = valuesOf(then);
  return nodes.references.map((reference) => {
    const [before, after] = [found, values].map((side) => partOf([[reference, side.get(reference) ?? null]]));
    return previewOf(documentName(reference), before ?? null, after ?? null, undefined);
  });
}

const mostNodes = 200;

/** What a staged patch would do to each document of the target as it is now. */
export async function previewPatch(
  { target }: Pick<Ports, 'target'>,
  { installed }: Pick<SiteView, 'installed'>,
  { manifest, kit }: StagedPatch,
): Promise<readonly DocumentPreview[]> {
  const known = knownDocuments(installed);
  const previews: DocumentPreview[] = [];
  for (const { name, after } of intentionsOf(manifest, kit)) {
    const before = await target.read(name);
    previews.push(previewOf(name, before, after(before), known.get(name)));
  }
  return previews;
}
