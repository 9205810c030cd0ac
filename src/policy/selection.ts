import type { FleetSite } from '../desired/fleet.ts';
import type { Place, SiteSelection } from '../kit/manifest.ts';

type Member = Pick<FleetSite, 'name' | 'ring'>;

/** True where the release is for this site: named itself or by its ring (both unnamed: everyone), and not excepted. */
export function selectsSite({ rings, sites, except }: SiteSelection, site: Member): boolean {
  if (except.includes(site.name)) return false;
  if (rings === null && sites === null) return true;
  return (rings ?? []).includes(site.ring) || (sites ?? []).includes(site.name);
}

/** True where the place is the site or its ring. */
export function coversSite(place: Place, site: Member): boolean {
  switch (place.kind) {
    case 'site':
      return place.name === site.name;
    case 'ring':
      return place.name === site.ring;
  }
}
