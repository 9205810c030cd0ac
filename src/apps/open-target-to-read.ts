import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { nodeDisk } from '../adapters/files/node-disk.ts';
import { systemClock } from '../adapters/files/system-clock.ts';
import { failure } from '../base/failure.ts';
import { checkFormat } from '../base/format-version.ts';
import { openYaml } from '../base/read-yaml.ts';
import { schemaFindings } from '../base/schema-findings.ts';
import type { Target } from '../ports/target.ts';
import type { EngineConfig } from './engine-schema.ts';
import { engineSchema, readEngine } from './engine-schema.ts';
import { openSiteTarget } from './open-site-target.ts';

interface TargetToRead {
  readonly target: Target;
  readonly engine: EngineConfig['kind'];
  /** What must not appear in anything that leaves this machine. */
  readonly secrets: readonly string[];
}

/** All else that a site.yaml says is about installing. */
const readSchema = z.looseObject({ engine: engineSchema });

/**
 * Opens the target that a site.yaml names, or a file with its `engine` alone, to read documents of it. What the engine keeps beside the database goes into `scratch`, which the caller
 * removes. Failures FILE_UNREADABLE, INVALID_FILE, NEWER_FORMAT, MUMPS_MISSING.
 */
export async function openTargetToRead(
  path: string,
  env: NodeJS.ProcessEnv,
  scratch: string,
): Promise<TargetToRead> {
  const source = openYaml(path, textOf(path));
  checkFormat(path, source.value);
  const checked = schemaFindings(readSchema, source.value);
  if (checked.kind === 'wrong') throw source.invalid(checked.findings);
  const { engine, secrets, findings } = readEngine(checked.value.engine, {
    folder: dirname(resolve(path)),
    env,
  });
  if (findings.length > 0) throw source.invalid(findings);
  const disk = nodeDisk({ privateBelow: scratch });
  const target = await openSiteTarget({ engine, state: scratch }, { disk, clock: systemClock() });
  return { target, engine: engine.kind, secrets };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw failure('FILE_UNREADABLE', { file: path, why: (error as Error).message }, error);
  }
}
