import { join } from 'node:path';
import type { Disk } from '../adapters/files/disk.ts';
import type { Reach } from '../adapters/targets/iris/reach.ts';
import { findDist } from '../adapters/targets/mumps/find-dist.ts';
import type { MumpsDatabase } from '../adapters/targets/mumps/mumps-database.ts';
import { failure } from '../base/failure.ts';
import type { Clock } from '../ports/clock.ts';
import type { Target } from '../ports/target.ts';
import type { SiteConfig } from './config.ts';
import type { EngineConfig } from './engine-schema.ts';

/** The target through the engine that the configuration names, the only one that is loaded; it is not reached before it is used. Failure MUMPS_MISSING. */
export async function openSiteTarget(
  { engine, state }: Pick<SiteConfig, 'engine' | 'state'>,
  { disk, clock }: { readonly disk: Disk; readonly clock: Clock },
): Promise<Target> {
  switch (engine.kind) {
    case 'directory': {
      const { openDirectoryTarget } = await import('../adapters/targets/directory/open-directory-target.ts');
      return openDirectoryTarget({ folder: engine.folder, disk, clock });
    }
    case 'mumps': {
      const { openMumpsTarget } = await import('../adapters/targets/mumps/open-mumps-target.ts');
      return openMumpsTarget({
        database: mumpsDatabaseOf(engine, state),
        disk,
        copyUpTo: engine.copyUpTo,
        timeLimit: engine.runLimit,
      });
    }
    case 'iris': {
      const { openIrisTarget } = await import('../adapters/targets/iris/open-iris-target.ts');
      return openIrisTarget({ reach: await reachOf(engine), clock });
    }
  }
}

async function reachOf(engine: EngineConfig & { kind: 'iris' }): Promise<Reach> {
  switch (engine.by) {
    case 'session': {
      const { openSessionReach } = await import('../adapters/targets/iris/open-session-reach.ts');
      return openSessionReach({ address: engine });
    }
    case 'atelier': {
      const { openAtelierReach } = await import('../adapters/targets/iris/open-atelier-reach.ts');
      return openAtelierReach({ address: engine });
    }
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
  const { globalDirectory, objects, relink, temporary, characterSet, environment } = engine;
  const [first = '', ...others] = engine.routines;
  return {
    dist,
    globalDirectory,
    routines: [first, ...others],
    objects,
    relink,
    temporary,
    own,
    characterSet,
    environment,
  };
}
