import type { Instant } from '../base/instant.ts';
import type { DocumentKind } from '../document/document-name.ts';

/** What an engine says of its target, raw. */
export interface TargetFacts {
  /** Stable id of the target, in words that mean something to an operator (a path, `instance:namespace`). */
  readonly target: string;
  readonly engine: string;
  /** Version of the database or engine, as it names itself. */
  readonly version: string;
  /** The server's own clock; null where the target has none but ours. */
  readonly clock: Instant | null;
  /** False: a mirror member that must not be written. */
  readonly primary: boolean;
  /** Bytes free where the target writes; null: not known. */
  readonly freeBytes: number | null;
  readonly can: EngineAbilities;
  /** True: an attempt stopped the production, or is to update it, and nobody has done that since. */
  readonly productionOwed?: boolean;
  /** The register's entries, oldest first, one JSON text each. A list that was handed over never changes; a new entry makes a new list. */
  readonly register: readonly string[];
}

/** What an engine can do; the plan refuses what it cannot, with the reason. */
export interface EngineAbilities {
  readonly runs: RunAbility;
  /** Stops, starts or updates a production. */
  readonly productions: boolean;
  readonly kinds: readonly DocumentKind[];
  /** Extensions of the routines that it holds: `mac` and `int` of IRIS and its like, `m` of GT.M and YottaDB. */
  readonly routines: readonly RoutineExtension[];
}

/** none: runs no code of a patch. Otherwise what becomes of writes outside of the backup: not even found; found; found and put back. */
export type RunAbility = 'none' | 'unobserved' | 'found' | 'restored';

export type RoutineExtension = 'mac' | 'int' | 'm';
