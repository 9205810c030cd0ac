import { error, info, setOutput } from '@actions/core';
import { Failure } from '../../base/failure.ts';
import { redact } from '../../base/redact.ts';
import { checkProposed } from './check-proposed.ts';
import { readOccasion } from './event.ts';
import { secretsOfInputs } from './inputs.ts';
import { releaseMerged } from './release-merged.ts';

const secrets = secretsOfInputs();
process.exitCode = await run();
// Everything is done. Left to itself the process would wait for timers of simple-git, three seconds after its last use of git.
process.stdout.write('', () => {
  process.exit();
});

/** The exit code. What is no Failure is a bug and is told with its stack. */
async function run(): Promise<number> {
  for (const output of ['patches', 'released']) setOutput(output, []);
  for (const output of ['preview-json', 'channel', 'problems', 'remarks']) setOutput(output, '');
  try {
    const occasion = readOccasion(process.env);
    const around = { env: process.env, now: Date.now(), secrets };
    switch (occasion.kind) {
      case 'proposal':
        return await checkProposed(occasion, around);
      case 'merge':
        return await releaseMerged(occasion, around);
      case 'elsewhere':
        info('Nothing to do: only main is released.');
        return 0;
    }
  } catch (thrown) {
    error(redact(wordsOf(thrown), secrets), { title: 'patchfleet' });
    return 1;
  }
}

function wordsOf(thrown: unknown): string {
  if (thrown instanceof Failure) return `${thrown.message}\n${thrown.hint}`;
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return `${stack}\nThis is a bug in patchfleet: please report it with the lines above.`;
}
