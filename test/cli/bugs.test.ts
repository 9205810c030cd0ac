import test from 'ava';
import { runCommandLine } from '../../src/apps/cli/run-command-line.ts';

test('a bug is told with its stack and ends in 2, never in 1, which means "something waits"', async (t) => {
  const told: string[] = [];
  const note = (text: string): void => void told.push(text);
  const code = await runCommandLine(['publish', '--unsigned'], {
    terminal: { print: note, remark: note, progress: () => undefined, paint: (_, text) => text },
    env: {},
    cwd: '/',
    now: () => {
      throw new Error('a planted bug');
    },
  });
  t.is(code, 2);
  t.regex(told.join('\n'), /Error: a planted bug\n\s+at .*\n[\s\S]*This is a bug in patchfleet/);
});
