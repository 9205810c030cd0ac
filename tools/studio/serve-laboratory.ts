import { join } from 'node:path';
import { systemClock } from '../../src/adapters/files/system-clock.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { Shell } from '../../src/apps/cli/shell.ts';
import type { StudioNote } from '../../src/apps/studio/create-studio.ts';
import { createStudio } from '../../src/apps/studio/create-studio.ts';
import { openExportSource } from '../../src/apps/studio/export-source.ts';
import { openStudioDesk } from '../../src/apps/studio/open-desk.ts';
import type { StudioDesk } from '../../src/apps/studio/studio-desk.ts';
import type { StudioKeys } from '../../src/apps/studio/studio-sign-in.ts';
import { openStudioKeys } from '../../src/apps/studio/studio-sign-in.ts';
import type { Laboratory } from './a-laboratory.ts';

export interface ServedLaboratory {
  readonly desk: StudioDesk;
  readonly studio: ReturnType<typeof createStudio>;
  readonly keys: StudioKeys;
  readonly notes: StudioNote[];
}

/** Any day on which nothing is frozen; all times on the pages are of UTC. */
const now: Instant = Date.parse('2026-11-24T09:30:00Z');

/** The real studio over a laboratory; what it keeps is in a folder beside it, so that a second one finds it again. */
export function serveLaboratory({ top, work, repository, publicKey }: Laboratory): ServedLaboratory {
  const zone = 'UTC';
  const nothing = () => undefined;
  const shell: Shell = {
    ...{ cwd: top, env: {}, now: () => now, tell: nothing, keepSecret: nothing },
    terminal: { print: nothing, remark: nothing, progress: nothing, paint: (_style, text) => text },
    answer: () => () => Promise.resolve(),
  };
  const remote = repository === null ? null : { url: repository, account: null, ca: null };
  const desk = openStudioDesk({
    ...{ shell, zone, remote, status: remote, channel: 'default', secrets: [] },
    ...{
      top: work,
      source: openExportSource(top, ['exports'], zone),
      state: join(top, 'studio'),
    },
    publishers: { keys: [publicKey], unsigned: false },
  });
  const notes: StudioNote[] = [];
  const keys = openStudioKeys('mara', nothing);
  const studio = createStudio(desk, { keys, clock: systemClock(), note: (note) => notes.push(note) });
  return { desk, studio, keys, notes };
}
