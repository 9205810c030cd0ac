import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { readSiteConfig } from '../../src/apps/config.ts';
import { temporaryFolder } from '../worlds/temporary-folder.ts';

const least = `site: prod-madrid
remotes: { patches: { url: https://git.example.org/lab/patches.git } }
engine: { directory: { folder: namespace } }
trust: { unsigned: true }
`;

test('the look for drift can be rarer or never, and limits on disk are sizes', (t) => {
  const said = (more: string) => {
    const path = join(temporaryFolder(t), 'site.yaml');
    writeFileSync(path, `${least}${more}\n`);
    return readSiteConfig(path, {});
  };
  t.is(said('drift: 1d').drift, 86_400_000);
  t.is(said('drift: never').drift, null);
  t.deepEqual(said('retention: { vault: 20GB, journal: 100 MB }').limits, {
    vault: 20 * 1024 ** 3,
    journal: 100 * 1024 ** 2,
  });
  t.throws(() => said('retention: { vault: much }'), { message: /expected a size such as 500MB/ });
});
