// Builds the Action's bundle anew: `npm run bundle`. It is committed, and a test holds it equal to its source.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBundle } from './action/build-bundle.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = join(root, 'action', 'dist');
mkdirSync(folder, { recursive: true });
for (const [name, text] of await buildBundle(root)) {
  writeFileSync(join(folder, name), text);
  console.log(`action/dist/${name}: ${Buffer.byteLength(text)} bytes`);
}
