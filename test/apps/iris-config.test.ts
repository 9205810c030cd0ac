import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { readSiteConfig } from '../../src/apps/config.ts';
import { temporaryFolder } from '../worlds/temporary-folder.ts';

function aSite(t: ExecutionContext, engine: string): string {
  const path = join(temporaryFolder(t), 'site.yaml');
  writeFileSync(
    path,
    `site: prod-madrid
remotes:
  patches: { url: https://git.example.org/lab/patches.git }
engine: ${engine}
trust: { unsigned: true }
`,
  );
  return path;
}

test('iris is reached by a local session or by Atelier, whose password is told to whoever prints', (t) => {
  const engine = (text: string) => aSite(t, `{ iris: ${text} }`);
  t.deepEqual(readSiteConfig(engine('{ session: { instance: IRIS, namespace: LAB } }'), {}).engine, {
    ...{ kind: 'iris', by: 'session', instance: 'IRIS', namespace: 'LAB', program: 'iris' },
  });
  const web =
    '{ atelier: { url: "https://db.example.org", namespace: "%SYS", username: p, password: { env: IRIS } } }';
  const read = readSiteConfig(engine(web), { IRIS: 'swordfish-3' });
  t.deepEqual(read.engine, {
    ...{ kind: 'iris', by: 'atelier', url: 'https://db.example.org', namespace: '%SYS' },
    ...{ username: 'p', password: 'swordfish-3' },
  });
  t.deepEqual(read.secrets, ['swordfish-3']);
  const missing = t.throws(() => readSiteConfig(engine(web), {}));
  t.regex(missing.message, /engine\.iris\.atelier\.password: names the variable IRIS, which is not set/);
});

const wrongEngines: Readonly<Record<string, RegExp>> = {
  '{ iris: {} }': /expected one way to reach it: session or atelier/,
  '{ iris: { session: { instance: IRIS, namespace: LAB }, atelier: { url: "http://a", namespace: A, username: a, password: { env: A } } } }':
    /expected one way/,
  '{ iris: { session: { instance: "IRIS -U X", namespace: LAB } } }': /expected the name of an instance/,
  '{ iris: { session: { instance: IRIS, namespace: "LAB\\nHalt" } } }': /expected the name of a namespace/,
  '{ iris: { atelier: { url: "https://u:swordfish@a", namespace: A, username: a, password: { env: A } } } }':
    /an address must not carry a name or a password/,
  '{ iris: { atelier: { url: "https://a", namespace: A, username: a, password: swordfish } } }':
    /a secret itself must not stand here/,
  '{ directory: { folder: a }, iris: { session: { instance: IRIS, namespace: LAB } } }':
    /expected one engine/,
};
for (const [engine, message] of Object.entries(wrongEngines))
  test(`the engine ${engine.replace('swordfish', '…')} is refused`, (t) => {
    const path = aSite(t, engine);
    const error = t.throws(() => readSiteConfig(path, { A: 'x' }));
    t.regex(error.message, message);
    t.notRegex(error.message, /swordfish/);
  });
