import { dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { engines } from './demo/database.ts';
import { keepPagesOpen } from './demo/open-pages.ts';
import { Broken } from './demo/promise.ts';
import type { DemoStage } from './demo/stage.ts';
import { closeStage, openStage } from './demo/stage.ts';
import { playStory } from './demo/story.ts';

// Plays the main job with the real programs on this machine. Exit code 1: it did not show what it promises.
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const top = resolve(process.env['PATCHFLEET_DEMO'] ?? join(root, '.demo'));
const { values } = parseArgs({
  options: { engine: { type: 'string', default: 'directory' }, open: { type: 'boolean', default: false } },
});
const engine = engines.find((known) => known === values.engine);
if (engine === undefined) throw new Error(`--engine is one of ${engines.join(', ')}`);
const began = performance.now();
let stage: DemoStage | null = null;
try {
  stage = await openStage(top, join(root, 'examples'), engine);
  await playStory(stage);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`\nEverything was as promised, in ${seconds} s. All that was made lies in ${top}.`);
  if (values.open) await keepPagesOpen(stage);
} catch (error) {
  if (!(error instanceof Broken)) throw error;
  console.error(`\nThe demo did not show what it promises: ${error.message}`);
  process.exitCode = 1;
} finally {
  if (stage !== null) await closeStage(stage);
}
