import { join } from 'node:path';
import type { Disk } from '../adapters/files/disk.ts';
import { openDirectoryTarget } from '../adapters/targets/directory/open-directory-target.ts';
import { openAtelierReach } from '../adapters/targets/iris/open-atelier-reach.ts';
import { openIrisTarget } from '../adapters/targets/iris/open-iris-target.ts';
import { openSessionReach } from '../adapters/targets/iris/open-session-reach.ts';
import type { Reach } from '../adapters/targets/iris/reach.ts';
import { findDist } from '../adapters/targets/mumps/find-dist.ts';
import type { MumpsDatabase } from '../adapters/targets/mumps/mumps-database.ts';
import { openMumpsTarget } from '../adapters/targets/mumps/open-mumps-target.ts';
import { failure } from '../base/failure.ts';
import type { Clock } from '../ports/clock.ts';
import type { Target } from '../ports/target.ts';
import type { SiteConfig } from './config.ts';
import type { EngineConfig } from './engine-schema.ts';

/** The target through the engine that the configuration names; it is not reached before it is used. Failure MUMPS_MISSING. */
export function openSiteTarget(
  { engine, state }: Pick<SiteConfig, 'engine' | 'state'>,
  { disk, clock }: { readonly disk: Disk; readonly clock: Clock },
): Target {
  switch (engine.kind) {
    case 'directory':
      return openDirectoryTarget({ folder: engine.folder, disk, clock });
    case 'mumps':
      return openMumpsTarget({
        database: mumpsDatabaseOf(engine, state),
        disk,
        copyUpTo: engine.copyUpTo,
        timeLimit: engine.runLimit,
      });
    case 'iris':
      return openIrisTarget({ reach: reachOf(engine), clock });
  }
}

function reachOf(engine: EngineConfig & { kind: 'iris' }): Reach {
  switch (engine.by) {
    case 'session':
      return openSessionReach({ address: engine });
    case 'atelier':
      return openAtelierReach({ address: engine });
  }
}

/** The database of a site; what patchfleet keeps beside it lies in the state directory. Failure MUMPS_MISSING. */
export function mumpsDatabaseOf(engine: EngineConfig & { kind: 'mumps' }, state: string): MumpsDatabase {
  const dist = engine.dist ?? findDist(process.env);
  if (dist === null) throw failure('MUMPS_MISSING', { program: 'mupip' });
  const own = join(state, 'mumps');
  if (/[\s()]/.test(own))
    throw failure('WRONG_ARGUMENT', {
      what: 'state',
      word: state,
      expected: 'a path without blanks and parentheses, for GT.M',
    });
  const { globalDirectory, objects, relink, temporary, environment } = engine;
  const [first = '', ...others] = engine.routines;
  return {
    dist,
    globalDirectory,
    routines: [first, ...others],
    objects,
    relink,
    temporary,
    own,
    environment,
  };
}
