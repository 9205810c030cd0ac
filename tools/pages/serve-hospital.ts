import { createPages } from '../../src/apps/web/create-pages.ts';
import type { ListeningPages } from '../../src/apps/page/listen-for-pages.ts';
import { listenForPages } from '../../src/apps/page/listen-for-pages.ts';
import type { Hospital } from './a-hospital.ts';

export const token = 'the-token-of-the-workshop';

/** The real pages over a hospital in memory, on loopback. */
export function serveHospital({ world, site }: Hospital, port = 0): Promise<ListeningPages> {
  const user = { site: site.name, name: 'ana.ruiz', role: 'operator', token } as const;
  const app = createPages([site], {
    ...{ users: () => [user], hosts: [], behindProxy: false, tls: false, clock: world.ports.clock },
    note: (note) => {
      if (note.kind === 'page-failed') console.error(note.error);
    },
  });
  return listenForPages(app, { host: '127.0.0.1', port, tls: null });
}
