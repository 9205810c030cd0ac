import { readFileSync } from 'node:fs';
import test from 'ava';
import type { RingName, SiteName } from '../../src/base/names.ts';
import { parametersFor } from '../../src/kit/parameters.ts';
import { parseManifest } from '../../src/kit/parse-manifest.ts';
import { parseParameters } from '../../src/kit/parse-parameters.ts';

const page = readFileSync(new URL('../../../docs/patches.md', import.meta.url), 'utf8');

/** The first block of this language on the page. */
function block(language: string): string {
  return new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)?.[1] ?? '';
}

test('the manifest on the page for who writes patches is one that is taken', (t) => {
  const { install, backup } = parseManifest('docs/patches.md', block('yaml'));
  t.is(install.run, 'P014^LABIN');
  t.deepEqual(backup.globals.map(String), ['^LabConfig', '^LabRoute("in")', '^EC(725,1,0)']);
});

test('the parameters on that page hold as it says', (t) => {
  const parameters = parseParameters('docs/patches.md', block('ini'));
  const at = (site: string, ring: string) => parametersFor(parameters, site as SiteName, ring as RingName);
  t.deepEqual(at('prod-lisbon', 'prod'), { ward: '7', server: 'results.example.org;8080' });
  t.deepEqual(at('uat-north', 'uat'), { ward: '7', server: 'test.example.org' });
  t.is(at('prod-madrid', 'prod')['ward'], '12');
});
