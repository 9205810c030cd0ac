import type { Ports } from '../ports/ports.ts';
import type { Polled } from '../ports/repository.ts';
import { lookAtSite } from './look-at-site.ts';
import type { SiteSetup } from './site-setup.ts';

/** Ports that take the channel as the target obeyed it last; passes ask the host for a newer one. */
export function askingNoHost(ports: Ports, setup: SiteSetup): Ports {
  const poll = async (): Promise<Polled> => {
    const { installed } = await lookAtSite(ports, setup);
    return { channel: installed.channels.get(setup.channel)?.commit ?? null };
  };
  return { ...ports, repository: { ...ports.repository, poll } };
}
