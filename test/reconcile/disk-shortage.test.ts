import test from 'ava';
import type { World } from '../worlds/a-world.ts';
import { aWorld, firstPatch } from './scenarios.ts';

/** Bytes that are free on the target's disk from here on, as the next passes see it. */
async function passWith(world: World, freeBytes: number): Promise<void> {
  const { target } = world.ports;
  world.now += 60_000;
  await world.pass({
    ...world.ports,
    target: { ...target, look: async () => ({ ...(await target.look()), freeBytes }) },
  });
}

function lastWaiting(world: World): string {
  const file = world.outbox.told.at(-1)?.files.get('status.json') ?? new Uint8Array();
  const { waiting } = JSON.parse(Buffer.from(file).toString()) as {
    waiting: readonly { readonly message: string }[];
  };
  return waiting.map(({ message }) => message).join(' ');
}

const manual = { ...firstPatch, manifest: { ...firstPatch.manifest, policy: { default: 'operator' } } };
const plenty = 1e12;

test('a shortage of disk behind something else that a patch waits for is told when it begins and when it ends', async (t) => {
  const world = aWorld(manual);
  await passWith(world, plenty);
  t.notRegex(lastWaiting(world), /too little room/);
  await passWith(world, 1000);
  t.regex(lastWaiting(world), /too little room/);
  await passWith(world, plenty);
  t.notRegex(lastWaiting(world), /too little room/);
});

test('how many bytes are free is no news', async (t) => {
  for (const wish of [manual, firstPatch]) {
    const world = aWorld(wish);
    await passWith(world, 1000);
    const told = world.outbox.told.length;
    for (const free of [2000, 1500, 3000]) await passWith(world, free);
    t.is(world.outbox.told.length, told);
  }
});
