import type { PatchId } from '../../base/names.ts';
import type { DesiredState } from '../../desired/desired-state.ts';
import { readTermsFiles } from '../../desired/read-terms-files.ts';
import type { PlanInput } from '../../plan/plan-input.ts';
import type { Blocker } from '../../policy/blocker.ts';
import { targetObstacle } from '../../plan/wanted-consent.ts';
import { asPreviews, forecastDocuments } from './document-forecast.ts';
import type { RingsAhead } from './expected-reports.ts';
import type { FleetGround } from './fleet-ground.ts';
import type { ForeseenStep } from './forecast.ts';
import { foresee } from './forecast.ts';
import type { KnownSite, LikeMember, LikeSites } from './group-sites.ts';
import type { DocumentForecast, PreviewedPatch, SiteGroup, SiteOutlook } from './preview.ts';

export interface PatchGroup extends SiteGroup {
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
  const look = (usualDuration: number): ForeseenStep =>
    foresee(planInput({ desired, known, seen, usualDuration }, ground, rings), patch.patch, rings);
  const parts = splitWhereDifferent(
    members.toSorted((a, b) => a.usualDuration - b.usualDuration),
    look,
  );
  return parts.map(({ members: same, foreseen }) => {
    for (const { release, at } of foreseen.installs) {
      for (const { site } of same) ground.expected.expect(site, release, at);
    }
    const outlook = outlookFrom(patch, foreseen, {
      desired,
      known,
      documents: seen.documents.get(patch.patch) ?? [],
    });
    return groupOf(patch, like, same, outlook);
  });
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

function asKey({ step, forecast, installs }: ForeseenStep): string {
  return JSON.stringify([step, { ...forecast, usualDuration: 0 }, installs.map(({ at }) => at)]);
}

function desiredFor({ site }: LikeSites, { input, releases, terms }: FleetGround): DesiredState {
  const { trust, desired } = input;
  return { ...desired, releases, site, ...readTermsFiles({ files: terms, releases, trust, site }) };
}

/** What is known of the previewed patches' documents at a site, and what stands against them for that reason. */
interface Seen {
  readonly documents: ReadonlyMap<PatchId, readonly DocumentForecast[]>;
  readonly obstacles: ReadonlyMap<PatchId, Blocker>;
}

function seenDocuments({ held, kits, told }: KnownSite, { input, releases }: FleetGround): Seen {
  const documents = new Map<PatchId, readonly DocumentForecast[]>();
  const obstacles = new Map<PatchId, Blocker>();
  for (const previewed of input.patches) {
    const { patch } = previewed;
    const release = releases.find(({ id }) => id === patch);
    const taken = kits.taken(previewed);
    if ('why' in taken) {
      obstacles.set(patch, { reason: 'NotPossibleHere', message: taken.why, until: null, who: null });
      continue;
    }
    const forecast = forecastDocuments(taken, { held, kits });
    documents.set(patch, forecast);
    const said = { preview: asPreviews(forecast), preflight: { refusal: null, consents: [] } };
    const { run } = taken.manifest.install;
    const obstacle = release && targetObstacle({ release, run }, told, said);
    if (obstacle) obstacles.set(patch, obstacle);
  }
  return { documents, obstacles };
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
  previewed: PreviewedPatch,
  { step, forecast }: ForeseenStep,
  {
    desired,
    known,
    documents,
  }: { desired: DesiredState; known: KnownSite; documents: readonly DocumentForecast[] },
): SiteOutlook {
  if (step === null) return { kind: 'nothing', why: whyNothing(previewed.patch, desired, known) };
  return {
    kind: 'planned',
    blockers: step.kind === 'wait' ? step.blockers : [],
    ...{ forecast, documents },
    remarks: [...known.kits.doubts(previewed), ...remarksOn(known)],
  };
}

function whyNothing(
  patch: PatchId,
  { recalls }: DesiredState,
  { told }: KnownSite,
): 'installed' | 'superseded' | 'recalled' {
  if (told.installed.patches.get(patch)?.state === 'installed') return 'installed';
  return recalls.some((recall) => recall.patch === patch) ? 'recalled' : 'superseded';
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
