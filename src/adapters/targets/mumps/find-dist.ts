import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder of GT.M's or YottaDB's programs: where the environment (`gtm_dist`, `ydb_dist`) or, without it, the usual places of packages and installers
 * have them, the newest version by name first; null: none is found.
 */
export function findDist(env: Environment): string | null {
  const named = [env['gtm_dist'], env['ydb_dist']].flatMap((folder) => folder ?? []);
  return [...named, ...usualPlaces()].find((folder) => existsSync(join(folder, 'mupip'))) ?? null;
}

function usualPlaces(): string[] {
  const libraries = foldersIn('/usr/lib').map((folder) => join(folder, 'fis-gtm'));
  const parents = [
    ...libraries,
    '/usr/local/lib/yottadb',
    '/usr/lib/fis-gtm',
    '/opt/fis-gtm',
    '/opt/yottadb',
  ];
  return parents.flatMap((parent) => foldersIn(parent).sort().reverse());
}

function foldersIn(parent: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(parent, entry.name));
}
