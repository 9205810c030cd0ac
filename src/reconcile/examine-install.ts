import type { DesiredState, ReleaseEntry } from '../desired/desired-state.ts';
import type { Ports } from '../ports/ports.ts';
import type { DocumentPreview } from '../plan/intended.ts';
import { intentionsOf, previewOf } from '../plan/intended.ts';
import { knownDocuments } from '../plan/known-documents.ts';
import type { Blocker } from '../plan/plan.ts';
import { readOperatorActs } from '../plan/read-operator-acts.ts';
import type { WantedConsent } from '../plan/wanted-consent.ts';
import { targetObstacle, wantedConsent } from '../plan/wanted-consent.ts';
import type { SiteView } from './look-at-site.ts';
import { keptPreflight } from './kept-preflight.ts';
import { noRoom } from './obstacles.ts';
import type { Preflight } from './preflight.ts';
import { preflight } from './preflight.ts';
import type { SiteSetup } from './site-setup.ts';
import type { StagedPatch, Staging } from './stage.ts';
import { stage } from './stage.ts';

/** What kit and target together say of a release that could be staged. */
interface Examined {
  readonly kind: 'examined';
  readonly patch: StagedPatch;
  /** What it would do to each document as the target is now. */
  readonly preview: readonly DocumentPreview[];
  readonly preflight: Preflight;
  /** What an operator has to consent to, given or not; null: nothing. */
  readonly wanted: WantedConsent | null;
  /** Why it cannot go in now; null: nothing is against it. */
  readonly obstacle: Blocker | null;
}

interface ExamineWorld {
  readonly ports: Ports;
  readonly setup: SiteSetup;
}

/** What an install stands on. */
export interface ExamineGround {
  readonly desired: Pick<DesiredState, 'site'>;
  readonly view: SiteView;
  /** Set: what the target said of the same patch in the last hour is good enough. */
  readonly keeps?: true;
}

/**
 * Stages a release and asks the target about it: the one computation of what kit and target have against an install, for the plan that people
 * see and for the pass that acts. Touches nothing.
 */
export async function examineInstall(
  { ports, setup }: ExamineWorld,
  { desired, view, keeps }: ExamineGround,
  release: ReleaseEntry,
): Promise<Examined | Exclude<Staging, { kind: 'staged' }>> {
  const staging = await stage({ ports, setup }, { site: desired.site, facts: view.facts }, release);
  if (staging.kind !== 'staged') return staging;
  const { patch } = staging;
  const preview = await previewPatch(ports, view, patch);
  const asked = keeps ? await keptPreflight(ports, patch, view, preview) : await preflight(ports, patch);
  const said = { preview, preflight: asked };
  const { run } = patch.manifest.install;
  const acts = readOperatorActs(view.journal, setup);
  const ground = { acts, facts: view.facts };
  const obstacle = noRoom(view.facts, patch.bytes) ?? targetObstacle({ release, run }, ground, said);
  return { kind: 'examined', patch, ...said, wanted: wantedConsent(run, view.facts, said), obstacle };
}

/** What a staged patch would do to each document of the target as it is now. */
async function previewPatch(
  { target }: Pick<Ports, 'target'>,
  { installed }: Pick<SiteView, 'installed'>,
  { manifest, kit }: StagedPatch,
): Promise<readonly DocumentPreview[]> {
  const known = knownIn(installed);
  const previews: DocumentPreview[] = [];
  for (const { name, after } of intentionsOf(manifest, kit)) {
    const before = await target.read(name);
    previews.push(previewOf(name, { before, after: after(before), known: known.get(name) }));
  }
  return previews;
}

/** For each view once: a pass asks for many patches. */
const knownByView = new WeakMap<SiteView['installed'], ReturnType<typeof knownDocuments>>();

function knownIn(installed: SiteView['installed']): ReturnType<typeof knownDocuments> {
  const known = knownByView.get(installed) ?? knownDocuments(installed);
  knownByView.set(installed, known);
  return known;
}
