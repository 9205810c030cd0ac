import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoSite } from './folder.ts';
import type { DemoStage } from './stage.ts';

/** A digest over every file of a site's database but patchfleet's own register: computed by no code of patchfleet. */
export function digestOfDatabase({ folder }: DemoStage, site: DemoSite): string {
  const top = join(folder.top, 'sites', site, 'namespace');
  const hash = createHash('sha256');
  const files = readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(top, '.patchfleet')))
    .sort();
  for (const path of files) hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}
