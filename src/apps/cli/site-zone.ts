import { lookAtSite } from '../../reconcile/look-at-site.ts';
import { siteZone } from '../../reconcile/site-zone.ts';
import type { OpenSite } from './open-site.ts';

/** The zone of the times that a command tells of a site. */
export async function zoneOfSite({ ports, setup }: OpenSite): Promise<string> {
  const { installed } = await lookAtSite(ports, setup);
  return siteZone(ports, setup, installed);
}
