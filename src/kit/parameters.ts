import type { RingName, SiteName } from '../base/names.ts';

/** What `patch.ini` says: texts for the patch's own code. A site's value comes before its ring's, that before the default. */
export interface Parameters {
  readonly defaults: ReadonlyMap<string, string>;
  readonly rings: ReadonlyMap<RingName, ReadonlyMap<string, string>>;
  readonly sites: ReadonlyMap<SiteName, ReadonlyMap<string, string>>;
}

/** The parameters that hold at a site of a ring. */
export function parametersFor(
  parameters: Parameters,
  site: SiteName,
  ring: RingName,
): Record<string, string> {
  const { defaults, rings, sites } = parameters;
  return Object.fromEntries([...defaults, ...(rings.get(ring) ?? []), ...(sites.get(site) ?? [])]);
}
