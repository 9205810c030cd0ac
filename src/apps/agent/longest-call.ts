import type { EngineConfig } from '../engine-schema.ts';

const hour = 60 * 60_000;
/** Copying a database, reading its journal and compiling may each take an hour; of a run all three are parts. */
const besidesRun = 2 * hour;

/** Milliseconds that a call of a port may well take before somebody should look: the code of a patch runs as long as the configuration lets it. */
export function longestCallOf(engine: EngineConfig | null): number {
  return besidesRun + (engine?.kind === 'mumps' ? engine.runLimit : 0);
}
