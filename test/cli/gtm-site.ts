import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MumpsDatabase } from '../../src/adapters/targets/mumps/mumps-database.ts';
import { digestOf } from '../../src/base/digest.ts';
import type { Host } from './a-host.ts';
import { aHost } from './a-host.ts';

/** A host with real git whose site `uat-1` is this database. */
export function aGtmHost(database: MumpsDatabase): Host {
  const host = aHost();
  const file = join(host.top, 'site.yaml');
  const { globalDirectory, routines, objects, temporary } = database;
  const engine = `engine: { mumps: { globalDirectory: ${globalDirectory}, routines: ${routines[0]}, objects: ${String(objects)}, temporary: ${temporary}, copyUpTo: 100MB } }`;
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^engine:.*$/m, engine));
  return host;
}

export interface GtmPatchWish {
  readonly kit: Readonly<Record<string, string>>;
  readonly run?: string;
  /** Lines at the end of patch.yaml. */
  readonly more?: readonly string[];
  /** Lines of patch.ini. */
  readonly parameters?: readonly string[];
}

/** The files of a patch by path from the top of the repository; its globals are merged. */
export function aGtmPatch(
  id: string,
  { kit, run, more = [], parameters = [] }: GtmPatchWish,
): Record<string, string> {
  const manifest = [
    `id: ${id}`,
    `title: Patch ${id}`,
    'kit:',
    ...Object.entries(kit).flatMap(([name, text]) => [
      `  - file: kit/${name}`,
      `    sha256: "${digestOf(text)}"`,
      ...(name.endsWith('.zwr') ? ['    globals: merge'] : []),
    ]),
    ...(run === undefined ? [] : ['install:', `  run: ${run}`]),
    'notes: notes.md',
    ...(parameters.length === 0 ? [] : ['parameters: patch.ini']),
    'policy: { default: automatic }',
    ...more,
  ];
  const files = Object.entries(kit).map(([name, text]) => [`patches/${id}/kit/${name}`, text] as const);
  return {
    [`patches/${id}/patch.yaml`]: `${manifest.join('\n')}\n`,
    [`patches/${id}/notes.md`]: `# ${id}\n`,
    ...(parameters.length === 0 ? {} : { [`patches/${id}/patch.ini`]: `${parameters.join('\n')}\n` }),
    ...Object.fromEntries(files),
  };
}
