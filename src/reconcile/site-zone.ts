import type { InstalledState } from '../installed/installed-state.ts';
import type { Ports } from '../ports/ports.ts';
import { readObeyed } from './read-channel.ts';
import type { SiteSetup } from './site-setup.ts';

/** Where no channel says where a site is. */
export const unknownZone = 'UTC';

/** The zone in which the people of a site read its times: as the channel says that it obeyed last. */
export async function siteZone(
  ports: Pick<Ports, 'repository' | 'clock'>,
  setup: SiteSetup,
  installed: Pick<InstalledState, 'channels'>,
): Promise<string> {
  return (await readObeyed(ports, setup, installed)).desired?.site.timezone ?? unknownZone;
}
