import test from 'ava';
import { openLookout } from '../../src/apps/agent/lookout.ts';
import { turnOfEvents } from './memory-machine.ts';

test('a look that throws is told as a bug, and the next look is made all the same', async (t) => {
  const bugs: unknown[] = [];
  let looks = 0;
  const lookout = openLookout(
    () => {
      looks += 1;
      if (looks === 1) throw new Error('EACCES');
      return looks === 2 ? Promise.reject(new Error('EIO')) : Promise.resolve();
    },
    (bug) => bugs.push(bug),
  );
  for (let times = 0; times < 3; times += 1) lookout.look();
  await turnOfEvents();
  t.is(looks, 3);
  t.deepEqual(bugs, [new Error('EACCES'), new Error('EIO')]);
});

test('closing waits for the look under way, and begins none of those that were asked for', async (t) => {
  const seen: string[] = [];
  let end = (): void => undefined;
  const lookout = openLookout(
    () => {
      seen.push('look');
      return new Promise((resolve) => (end = resolve));
    },
    () => undefined,
  );
  lookout.look();
  lookout.look();
  await turnOfEvents();
  const closed = lookout.close().then(() => seen.push('closed'));
  await turnOfEvents();
  t.deepEqual(seen, ['look']);
  end();
  await closed;
  t.deepEqual(seen, ['look', 'closed']);
});
