import { countAsText } from '../../../report/count-as-text.ts';
import { nodeDisk } from '../../../adapters/files/node-disk.ts';
import { inspectDatabase } from '../../../adapters/targets/mumps/inspect-database.ts';
import type { EngineConfig } from '../../engine-schema.ts';
import { mumpsDatabaseOf } from '../../open-site-target.ts';

/** What the checkup of a GT.M or YottaDB database found. */
interface DatabaseCheck {
  readonly state: 'well' | 'attention' | 'broken';
  readonly message: string;
  readonly hint?: string;
}

/** Programs, database, journals and folders of the engine `mumps`. Failures MUMPS_MISSING, TARGET_UNREACHABLE. */
export async function checkDatabase(
  engine: EngineConfig & { kind: 'mumps' },
  state: string,
): Promise<DatabaseCheck> {
  const found = await inspectDatabase(mumpsDatabaseOf(engine, state), nodeDisk({ privateBelow: state }));
  if (found.unwritable.length > 0)
    return {
      state: 'broken',
      message: found.unwritable.join('; '),
      hint: 'Patches write routines there: give the user who runs patchfleet leave to write, or correct `routines` and `objects` in site.yaml.',
    };
  if (found.characterSet !== null)
    return { state: 'broken', message: found.characterSet.why, hint: found.characterSet.next };
  if (found.unjournaled.length > 0)
    return {
      state: 'attention',
      message: `Not journaled: ${found.unjournaled.join(', ')}.`,
      hint: 'Without a journal nothing is safe from a power loss, and what a patch wrote outside of its backup is not found: mupip set -journal="enable,on,before" -region …',
    };
  return {
    state: 'well',
    message: `${found.version} in ${found.dist}, ${countAsText(found.regions, 'region')}, all journaled`,
  };
}
