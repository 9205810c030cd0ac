import { lookAtSite } from '../../reconcile/look-at-site.ts';
import { readObeyed } from '../../reconcile/read-channel.ts';
import type { OpenSite } from './open-site.ts';

/** Where no channel says where a site is. */
export const unknownZone = 'UTC';

/** The zone in which the people of a site read its times: as the channel says that it obeyed last. */
export async function siteZone({ ports, setup }: OpenSite): Promise<string> {
  const { installed } = await lookAtSite(ports, setup);
  return (await readObeyed(ports, setup, installed)).desired?.site.timezone ?? unknownZone;
}
