/** A part of a text that must not be seen, from `start` up to but without `end`, in UTF-16 units. */
export interface HiddenRegion {
  readonly start: number;
  readonly end: number;
  /** What stands there instead: `***` for a secret, `…` for what is left out. */
  readonly instead: '***' | '…';
}

/** The text without the regions, in whatever order they come. Those that overlap or touch are one. */
export function withoutRegions(text: string, regions: readonly HiddenRegion[]): string {
  if (regions.length === 0) return text;
  let shown = '';
  let at = 0;
  for (const { start, end, instead } of joined(regions)) {
    shown += `${text.slice(at, start)}${instead}`;
    at = end;
  }
  return shown + text.slice(at);
}

function joined(regions: readonly HiddenRegion[]): readonly HiddenRegion[] {
  const found: HiddenRegion[] = [];
  for (const region of regions.toSorted(byStart)) {
    const last = found.at(-1);
    if (region.start >= region.end) continue;
    if (last === undefined || region.start > last.end) found.push(region);
    else found[found.length - 1] = union(last, region);
  }
  return found;
}

function union(first: HiddenRegion, second: HiddenRegion): HiddenRegion {
  return { ...first, end: Math.max(first.end, second.end) };
}

/** Of two that begin together the one that is left out tells its place. */
function byStart(a: HiddenRegion, b: HiddenRegion): number {
  return a.start - b.start || (a.instead === '…' ? -1 : 1);
}
