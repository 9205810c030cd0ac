import { digestOf } from '../base/digest.ts';
import { failure } from '../base/failure.ts';
import type { RegisterEvent } from '../journal/register-entry.ts';
import type { PatchId } from '../base/names.ts';
import { computeChange } from '../document/compute-change.ts';
import type { DocumentName } from '../document/document-name.ts';
import { proofOf } from '../document/inventory.ts';
import type { DesiredState, ReleaseEntry } from '../desired/desired-state.ts';
import type { BaselineFinding, CandidateDocument, CandidateRelease } from '../plan/compute-baseline.ts';
import { computeBaseline } from '../plan/compute-baseline.ts';
import { intentionsOf } from '../plan/intended.ts';
import { selectsSite } from '../policy/selection.ts';
import type { Ports } from '../ports/ports.ts';
import { Desk } from './desk.ts';
import { inventoryNow } from './documents.ts';
import { lookAtSite } from './look-at-site.ts';
import type { SiteView } from './look-at-site.ts';
import { readChannel } from './read-channel.ts';
import type { SiteSetup } from './site-setup.ts';
import { stage } from './stage.ts';
import type { StagedPatch } from './stage.ts';

/** What the documents of a target that was patched by hand show of the channel's releases. Changes nothing. */
interface Baseline {
  readonly findings: readonly BaselineFinding[];
  /** Releases whose kits could not be read, and why. */
  readonly unseen: ReadonlyMap<PatchId, string>;
}

/** Compares the target with every release that selects the site and is not registered as installed. */
export async function findBaseline(ports: Ports, setup: SiteSetup): Promise<Baseline> {
  const { view, desired } = await look(ports, setup);
  const { candidates, unseen } = await compareAll(ports, setup, view, desired);
  return { findings: computeBaseline(candidates.map(({ candidate }) => candidate)), unseen };
}

/** Registers these releases as installed, on an operator's word. Failure BASELINE_NOT_FOUND where the target does not show one of them. */
export async function acceptBaseline(
  ports: Ports,
  setup: SiteSetup,
  patches: readonly PatchId[],
  who: string,
): Promise<void> {
  const desk = new Desk(ports, setup, () => undefined);
  try {
    await desk.session();
    const { view, desired } = await look(ports, setup);
    const { installed, facts } = view;
    const busy = installed.open?.patch ?? installed.inconsistent?.patch;
    if (busy !== undefined) throw failure('BASELINE_NOT_FOUND', { patch: busy });
    const { candidates } = await compareAll(ports, setup, view, desired);
    const findings = computeBaseline(candidates.map(({ candidate }) => candidate));
    if (installed.owner === null)
      await desk.register({ kind: 'owner', site: setup.site, target: facts.target });
    const events: RegisterEvent[] =
      installed.owner === null ? [{ kind: 'owner', site: setup.site, target: facts.target }] : [];
    for (const patch of patches) events.push(await acceptance(desk, { patch, who, candidates, findings }));
    await desk.register(...events);
  } finally {
    await desk.close();
  }
}

/** What was edited by hand is registered as the release puts it, so that it goes on to count as a local edit. */
async function acceptance(
  desk: Desk,
  ground: {
    readonly patch: PatchId;
    readonly who: string;
    readonly candidates: readonly Compared[];
    readonly findings: readonly BaselineFinding[];
  },
): Promise<RegisterEvent> {
  const { patch, who, candidates, findings } = ground;
  const shown = findings.find((finding) => finding.patch === patch);
  const found = candidates.find(({ release }) => release.id === patch);
  if (found === undefined || (shown?.state !== 'present' && shown?.state !== 'edited')) {
    throw failure('BASELINE_NOT_FOUND', { patch });
  }
  const names = found.candidate.documents.map(({ name }) => name);
  const now = await inventoryNow(desk.ports.target, names);
  const wanted = new Map(found.candidate.documents.map((one) => [one.name, one.wanted]));
  const documents = now.map(({ name, digest }) => ({
    name,
    digest: shown.edits.includes(name) ? (wanted.get(name) ?? null) : digest,
  }));
  const { loose, release } = found;
  return {
    kind: 'baselined',
    patch,
    releaseDigest: release.digest,
    proof: proofOf(now),
    documents,
    loose,
    who,
  };
}

async function look(
  ports: Ports,
  setup: SiteSetup,
): Promise<{ readonly view: SiteView; readonly desired: DesiredState }> {
  const view = await lookAtSite(ports, setup);
  const { desired } = await readChannel(ports, setup, view.installed);
  if (desired === null) throw failure('CHANNEL_MISSING', { channel: setup.channel });
  return { view, desired };
}

interface Compared {
  readonly release: ReleaseEntry;
  readonly candidate: CandidateRelease;
  readonly loose: readonly DocumentName[];
}

async function compareAll(
  ports: Ports,
  setup: SiteSetup,
  view: SiteView,
  desired: DesiredState,
): Promise<{ readonly candidates: readonly Compared[]; readonly unseen: ReadonlyMap<PatchId, string> }> {
  const candidates: Compared[] = [];
  const unseen = new Map<PatchId, string>();
  const open = desired.releases.filter(
    ({ id, sites }) =>
      selectsSite(sites, desired.site) && view.installed.patches.get(id)?.state !== 'installed',
  );
  for (const release of open) {
    const staging = await stage({ ports, setup }, { site: desired.site, facts: view.facts }, release);
    if (staging.kind !== 'staged') unseen.set(release.id, staging.why);
    else candidates.push(await compare(ports, release, staging.patch));
  }
  return { candidates, unseen };
}

async function compare(
  { target }: Pick<Ports, 'target'>,
  release: ReleaseEntry,
  { manifest, kit }: StagedPatch,
): Promise<Compared> {
  const documents: CandidateDocument[] = [];
  const intentions = intentionsOf(manifest, kit);
  for (const { name, after } of intentions) {
    const now = await target.read(name);
    const then = after(now);
    const matches = computeChange(name, now, then) === null;
    documents.push({ name, exists: now !== null, matches, wanted: then === null ? null : digestOf(then) });
  }
  const loose = intentions.filter(({ merges }) => merges).map(({ name }) => name);
  return { release, candidate: { patch: release.id, documents }, loose };
}
