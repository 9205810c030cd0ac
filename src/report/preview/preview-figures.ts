import type { Instant } from '../../base/instant.ts';
import type { SiteGroup } from '../../fleet/preview/preview.ts';
import { localAsText } from '../../policy/zoned-time.ts';
import { countAsText } from '../count-as-text.ts';

/** How it stands with the sites of one group. */
type GroupStanding = 'blocked' | 'unknown' | 'leave' | 'starts' | 'nothing';

/** Sites of a patch by how it stands with them. */
interface PreviewFigures extends Readonly<Record<GroupStanding, number>> {
  readonly sites: number;
  /** Sites where it would go over what was changed by hand. */
  readonly edited: number;
  /** Sites where what is proposed makes something else of it than is published. */
  readonly moves: number;
  /** The earliest start that needs nobody's leave; null: there is none. */
  readonly first: Instant | null;
}

/** blocked: nobody knows when; leave: somebody has to give it; starts: it needs nobody. */
export function groupStanding({ outlook }: Pick<SiteGroup, 'outlook'>): GroupStanding {
  if (outlook.kind !== 'planned') return outlook.kind;
  if (outlook.forecast.earliest === null) return 'blocked';
  return outlook.forecast.leaves.length === 0 ? 'starts' : 'leave';
}

/** True where it would go over what was changed by hand. */
export function isEdited({ outlook }: Pick<SiteGroup, 'outlook'>): boolean {
  return outlook.kind === 'planned' && outlook.documents.some(({ localEdit }) => localEdit);
}

/** Counts the sites of all groups. */
export function previewFigures(groups: readonly SiteGroup[]): PreviewFigures {
  const counted = { blocked: 0, unknown: 0, leave: 0, starts: 0, nothing: 0 };
  let [sites, edited, moves, first] = [0, 0, 0, Number.POSITIVE_INFINITY];
  for (const group of groups) {
    const { length } = group.sites;
    const standing = groupStanding(group);
    counted[standing] += length;
    sites += length;
    if (isEdited(group)) edited += length;
    if (group.published?.moves === true) moves += length;
    if (standing === 'starts' && group.outlook.kind === 'planned')
      first = Math.min(first, group.outlook.forecast.earliest ?? first);
  }
  return { ...counted, sites, edited, moves, first: Number.isFinite(first) ? first : null };
}

/** One line that says the worst first. */
export function verdictAsText(figures: PreviewFigures): string {
  const { sites } = figures;
  if (sites === 0) return 'It is for no site of the fleet.';
  return `Of ${countAsText(sites, 'site')}: ${figuresAsText(figures)}.`;
}

/** `blocked at 2; by itself at 600, from 2026-11-30 22:00 UTC`. */
export function figuresAsText(figures: PreviewFigures): string {
  const { blocked, unknown, leave, starts, nothing, edited, moves, first } = figures;
  const from = first === null ? '' : `, from ${localAsText(first, 'UTC')}`;
  return [
    moves === 0 ? [] : [`otherwise than published at ${moves}`],
    blocked === 0 ? [] : [`blocked at ${blocked}`],
    edited === 0 ? [] : [`over changes by hand at ${edited}`],
    unknown === 0 ? [] : [`not known at ${unknown}`],
    leave === 0 ? [] : [`with somebody’s leave at ${leave}`],
    starts === 0 ? [] : [`by itself at ${starts}${from}`],
    nothing === 0 ? [] : [`nothing to do at ${nothing}`],
  ]
    .flat()
    .join('; ');
}
