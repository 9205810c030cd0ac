import type { PatchId } from '../../base/names.ts';
import type { DesiredState } from '../../desired/desired-state.ts';
import { readTermsFiles } from '../../desired/read-terms-files.ts';
import type { PlanInput } from '../../plan/plan-input.ts';
import type { Blocker } from '../../policy/blocker.ts';
import { wasHereBefore } from '../../plan/removals.ts';
import { targetObstacle } from '../../plan/wanted-consent.ts';
import { asPreviews, forecastDocuments } from './document-forecast.ts';
import type { RingsAhead } from './expected-reports.ts';
import type { FleetGround } from './fleet-ground.ts';
import type { ForeseenStep } from './forecast.ts';
import { actionOf, foresee } from './forecast.ts';
import type { LikeMember, LikeSites } from './group-sites.ts';
import type { KnownSite } from './known-sites.ts';
import type {
  DocumentForecast,
  NothingBecause,
  PatchContent,
  PreviewedPatch,
  SiteGroup,
  SiteOutlook,
} from './preview.ts';
import { forecastRemoval } from './undoing.ts';

/** Sites that would see the same of a patch under one channel. */
export interface PatchGroup extends Omit<SiteGroup, 'published'> {
  readonly patch: PatchId;
}

/**
 * What a patch would do at sites that differ only by how long attempts usually take there: one outlook, or several where that makes a difference.
 * What is foreseen counts for the rings after theirs.
 */
export function outlooksOf(
  patch: PreviewedPatch,
  like: LikeSites,
  ground: FleetGround,
  rings: RingsAhead,
): readonly PatchGroup[] {
  const { known, members } = like;
  if ('unknown' in known) {
    return [groupOf(patch, like, members, { kind: 'unknown', why: known.unknown })];
  }
  const desired = desiredFor(like, ground);
  const seen = seenDocuments(known, ground);
  const against = JSON.stringify([...seen.obstacles]);
  const look = (usualDuration: number): ForeseenStep => {
    const key = `${patch.patch} ${usualDuration} ${against} ${like.planKey}`;
    const input = planInput({ desired, known, seen, usualDuration }, ground, rings);
    const foreseen = ground.foreseen.get(key) ?? foresee(input, patch.patch, rings);
    ground.foreseen.set(key, foreseen);
    return foreseen;
  };
  const parts = splitWhereDifferent(
    members.toSorted((a, b) => a.usualDuration - b.usualDuration),
    look,
  );
  return parts.map(({ members: same, foreseen }) => {
    expect(foreseen, same, ground);
    return groupOf(patch, like, same, outlookFrom(patch, foreseen, { desired, known, seen }));
  });
}

function expect(
  { step, done }: ForeseenStep,
  sites: readonly LikeMember[],
  { expected }: Pick<FleetGround, 'expected'>,
): void {
  const never =
    step?.kind === 'wait' && step.action === 'install'
      ? step.blockers.find(({ reason }) => reason === 'NotPossibleHere')
      : undefined;
  if (step !== null && never !== undefined)
    for (const { site } of sites) expected.expectNever(site, step.release, never);
  for (const { action, release, at } of done) {
    for (const { site } of sites) {
      if (action === 'install') expected.expect(site, release, at);
      else expected.expectGone(site, release, at);
    }
  }
}

interface Part {
  readonly members: readonly LikeMember[];
  readonly foreseen: ForeseenStep;
}

/** What is the same for the shortest and for the longest duration is the same for all between. */
function splitWhereDifferent(
  members: readonly LikeMember[],
  look: (usualDuration: number) => ForeseenStep,
): readonly Part[] {
  const [first, last] = [members[0], members.at(-1)];
  if (first === undefined || last === undefined) return [];
  const longest = look(last.usualDuration);
  if (first.usualDuration === last.usualDuration) return [{ members, foreseen: longest }];
  if (asKey(look(first.usualDuration)) === asKey(longest)) return [{ members, foreseen: longest }];
  const middle = members.findIndex(
    ({ usualDuration }) => usualDuration > (first.usualDuration + last.usualDuration) / 2,
  );
  const halves = [members.slice(0, middle), members.slice(middle)];
  return halves.flatMap((half) => splitWhereDifferent(half, look));
}

function asKey({ step, forecast, done }: ForeseenStep): string {
  return JSON.stringify([step, { ...forecast, usualDuration: 0 }, done.map(({ at }) => at)]);
}

function desiredFor({ site }: LikeSites, { word, releases, terms }: FleetGround): DesiredState {
  const { trust, desired } = word;
  return { ...desired, releases, site, ...readTermsFiles({ files: terms, releases, trust, site }) };
}

/** What is known of the previewed patches' documents at a site, and what stands against a step for that reason. */
interface Seen {
  /** Patches in the terms of the site's engine. */
  readonly taken: ReadonlyMap<PatchId, PatchContent>;
  /** Of those that are not installed. */
  readonly documents: ReadonlyMap<PatchId, readonly DocumentForecast[]>;
  readonly obstacles: ReadonlyMap<PatchId, Blocker>;
}

function seenDocuments(known: KnownSite, { input, releases }: FleetGround): Seen {
  const { held, kits, told } = known;
  const taken = new Map<PatchId, PatchContent>();
  const documents = new Map<PatchId, readonly DocumentForecast[]>();
  const obstacles = new Map<PatchId, Blocker>(withoutBackup(known));
  for (const { patch, content } of input.patches) {
    const release = releases.find(({ id }) => id === patch);
    if (content === null || release === undefined) continue;
    const here = kits.taken(content);
    if (!('why' in here)) taken.set(patch, here);
    if (told.installed.patches.get(patch)?.state === 'installed') continue;
    if ('why' in here) {
      obstacles.set(patch, { reason: 'NotPossibleHere', message: here.why, until: null, who: null });
      continue;
    }
    const forecast = forecastDocuments(here, { held, kits });
    documents.set(patch, forecast);
    const said = { preview: asPreviews(forecast), preflight: { refusal: null, consents: [] } };
    const obstacle = targetObstacle({ release, run: here.manifest.install.run }, told, said);
    if (obstacle !== null) obstacles.set(patch, obstacle);
  }
  return { taken, documents, obstacles };
}

/** Installed patches that no told attempt installed: nothing can take them out. */
function withoutBackup({ told }: KnownSite): readonly (readonly [PatchId, Blocker])[] {
  return [...told.installed.patches.values()]
    .filter(({ state, installedBy }) => state === 'installed' && installedBy === null)
    .map(({ patch }) => [patch, wasHereBefore(patch)] as const);
}

function planInput(
  {
    desired,
    known,
    seen,
    usualDuration,
  }: {
    readonly desired: DesiredState;
    readonly known: KnownSite;
    readonly seen: Seen;
    readonly usualDuration: number;
  },
  { input, releases }: FleetGround,
  rings: RingsAhead,
): PlanInput {
  const { installed, facts, acts } = known.told;
  return {
    ...{ now: input.now, desired, installed, facts, acts, usualDuration },
    reports: rings.reportsAt(input.now),
    obstacles: seen.obstacles,
    // That releases say themselves what the index says of them is what publishing makes sure of.
    claims: new Map(
      releases.map(({ id, requires, supersedes }) => [id, { kind: 'signed', requires, supersedes }]),
    ),
    signers: new Map(
      input.patches.flatMap(({ patch, signer }) => (signer === null ? [] : [[patch, signer]])),
    ),
  };
}

function outlookFrom(
  { patch, content }: PreviewedPatch,
  { step, forecast }: ForeseenStep,
  { desired, known, seen }: { desired: DesiredState; known: KnownSite; seen: Seen },
): SiteOutlook {
  if (step === null) return { kind: 'nothing', why: whyNothing(patch, desired, known) };
  const action = actionOf(step);
  const taken = seen.taken.get(patch);
  const documents =
    action === 'install' ? seen.documents.get(patch) : taken && removed(patch, taken, known, forecast.before);
  return {
    ...{ kind: 'planned', action, forecast },
    blockers: step.kind === 'wait' ? step.blockers : [],
    documents: documents ?? [],
    remarks: [
      ...(content === null ? ['Its kit could not be had, so nothing is known here of its documents.'] : []),
      ...(content === null || action === 'remove' ? [] : known.kits.doubts(content)),
      ...(action === 'remove' && content?.manifest.install.run != null ? [undoingRun] : []),
      ...remarksOn(known),
    ],
  };
}

const undoingRun =
  'What its own code wrote goes back too, as far as the site knows it; that is not told by its status.';

function removed(
  patch: PatchId,
  content: PatchContent,
  { held, kits, undoing, told }: KnownSite,
  first: readonly PatchId[],
): readonly DocumentForecast[] {
  return forecastRemoval(patch, content, { held, kits, undoing, installed: told.installed, first });
}

function whyNothing(patch: PatchId, { recalls }: DesiredState, { told }: KnownSite): NothingBecause {
  const isRecalled = recalls.some((recall) => recall.patch === patch);
  if (told.installed.patches.get(patch)?.state === 'installed') return isRecalled ? 'kept' : 'installed';
  return isRecalled ? 'recalled' : 'superseded';
}

function remarksOn({ held, silent }: KnownSite): readonly string[] {
  const { driftedUnnamed } = held;
  return [
    ...(silent ? ['It has been silent for more than three days; all this is as it was then.'] : []),
    ...(driftedUnnamed === 0
      ? []
      : [`${driftedUnnamed} more of its documents have drifted, which its status does not name.`]),
  ];
}

function groupOf(
  { patch }: PreviewedPatch,
  { site, rules }: LikeSites,
  members: readonly LikeMember[],
  outlook: SiteOutlook,
): PatchGroup {
  const { ring, timezone } = site;
  const rule = rules.get(patch) ?? { kind: 'operator' };
  return {
    ...{ patch, ring, timezone, rule, outlook },
    sites: members
      .map(({ site: name, saidAt }) => ({ site: name, saidAt }))
      .sort((a, b) => (a.site < b.site ? -1 : 1)),
  };
}
