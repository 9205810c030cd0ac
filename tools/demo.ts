import { dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Broken } from './demo/promise.ts';
import { openStage } from './demo/stage.ts';
import { playStory } from './demo/story.ts';

// Plays the main job with the real programs on this machine. Exit code 1: it did not show what it promises.
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const top = resolve(process.env['PATCHFLEET_DEMO'] ?? join(root, '.demo'));
const began = performance.now();
const stage = await openStage(top, join(root, 'examples'));
try {
  await playStory(stage);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`\nEverything was as promised, in ${seconds} s. All that was made lies in ${top}.`);
} catch (error) {
  if (!(error instanceof Broken)) throw error;
  console.error(`\nThe demo did not show what it promises: ${error.message}`);
  process.exitCode = 1;
} finally {
  await stage.server.close();
}
