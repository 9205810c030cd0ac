import test from 'ava';
import type { ChannelTree } from '../../src/desired/channel-tree.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import type { World } from '../worlds/a-world.ts';
import { aWorld } from './scenarios.ts';

const hour = 3_600_000;
const long = 30 * 24 * hour;

/** A site that obeyed channel 2 after channel 1. */
async function obeysTwo() {
  const world = aWorld();
  await world.pass();
  const one = world.channelTree(1, long);
  world.publish();
  await world.pass();
  const two = world.host.tip;
  return { world, one, two };
}

function offer({ host }: World, tree: ChannelTree): void {
  host.channels.set(tree.commit, tree);
  host.tip = tree.commit;
}

async function accept(world: World, { commit }: ChannelTree): Promise<void> {
  world.target.dropLock();
  await recordAct(world.ports, world.setup, {
    ...{ kind: 'accept-channel', channel: 'default', commit, who: 'ines', why: 'restored' },
  });
}

async function obeyed(world: World) {
  return (await world.installed()).channels.get('default');
}

async function problems(world: World): Promise<readonly string[]> {
  const outcome = await world.pass();
  return outcome.kind === 'passed' ? outcome.problems.map(({ type }) => type) : ['busy'];
}

test('what an operator let in is over once the host offers what can be obeyed anyway, the same commit or a newer one', async (t) => {
  for (const newer of [false, true]) {
    const { world, one, two } = await obeysTwo();
    offer(world, one);
    await accept(world, one);
    world.host.tip = two;
    if (newer) world.publish();
    await world.pass();
    t.like(await obeyed(world), { counter: newer ? 3 : 2, accepted: null });
    offer(world, one);
    t.deepEqual(await problems(world), ['ChannelRefused']);
    t.is((await obeyed(world))?.counter, newer ? 3 : 2);
  }
});

test('the end of an acceptance is written once, and passes after it write nothing', async (t) => {
  const { world, one } = await obeysTwo();
  await accept(world, one);
  await world.pass();
  const { register } = await world.target.look();
  t.is((await obeyed(world))?.accepted, null);
  await world.pass();
  t.is((await world.target.look()).register.length, register.length);
});

test('a host that is away, or that offers what cannot be obeyed, ends no acceptance', async (t) => {
  const { world, one } = await obeysTwo();
  await accept(world, one);
  world.host.answers = false;
  t.deepEqual(await problems(world), ['Unreachable']);
  world.host.answers = true;
  offer(world, world.channelTree(1, long + hour));
  t.deepEqual(await problems(world), ['ChannelRefused']);
  offer(world, one);
  t.deepEqual(await problems(world), []);
  t.like(await obeyed(world), { counter: 1, commit: one.commit, accepted: null });
});

test('an acceptance holds for a day and no longer, also by a clock that was put back', async (t) => {
  const { world, one } = await obeysTwo();
  offer(world, one);
  await accept(world, one);
  for (const later of [24 * hour, -24 * hour]) {
    world.now += later;
    t.deepEqual(await problems(world), ['ChannelRefused']);
    world.now -= later;
  }
  world.now += 24 * hour - 1;
  t.deepEqual(await problems(world), []);
  t.is((await obeyed(world))?.counter, 1);
});

test('a refused channel names the commit that an operator may let in', async (t) => {
  const { world, one, two } = await obeysTwo();
  offer(world, one);
  const rewound = await world.pass();
  const message = (outcome: typeof rewound) =>
    outcome.kind === 'passed' ? (outcome.problems[0]?.message ?? '') : '';
  t.regex(message(rewound), new RegExp(`its commit ${one.commit.slice(0, 12)} has counter 1`));
  world.host.tip = two;
  const forked = world.channelTree(2, long + hour);
  offer(world, forked);
  t.regex(message(await world.pass()), new RegExp(`with its commit ${forked.commit.slice(0, 12)} another`));
});
