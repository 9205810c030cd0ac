import { setTimeout as sleep } from 'node:timers/promises';
import type { RunResult, RunStep } from '../../../ports/target.ts';
import type { RequestLine } from './helper-message.ts';
import { bytesOf, valuesOf } from './helper-message.ts';
import type { Asking } from './asking.ts';
import { lost } from './asking.ts';

/** How long a run may take, in milliseconds, and how often it is looked at. */
export interface RunPatience {
  readonly limit: number;
  readonly every: number;
}

/**
 * Runs a patch's own code in a process that the helper starts with JOB. It succeeded when its process wrote that it did, with no
 * transaction left open: neither an exit code nor silence counts. One that lasts too long is ended.
 */
export async function runInIris(asking: Asking, step: RunStep, patience: RunPatience): Promise<RunResult> {
  const parameters = Object.entries(step.parameters).map(([name, value]): RequestLine => [
    'parameter',
    name,
    value,
  ]);
  const lines: RequestLine[] = [['attempt', String(step.attempt)], ['entry', step.entry], ...parameters];
  const started = await asking.ask({ action: 'run', lines });
  if (valuesOf(started, 'lost') !== null) throw lost(asking);
  const end = performance.now() + patience.limit;
  for (;;) {
    const result = await lookAtRun(asking, step.attempt);
    if (result !== null) return result;
    if (performance.now() > end) return stopRun(asking, step.attempt, patience);
    await sleep(patience.every);
    await asking.ask({ action: 'renew', lines: [] });
  }
}

async function stopRun(asking: Asking, attempt: number, { limit }: RunPatience): Promise<RunResult> {
  await asking.ask({ action: 'stop', lines: [] });
  const after = await lookAtRun(asking, attempt);
  const detail = `It did not end within ${limit / 1000} seconds, and was ended.`;
  return { ok: false, detail, transcript: after?.transcript ?? '' };
}

/** Null: it goes on. */
async function lookAtRun({ ask }: Asking, attempt: number): Promise<RunResult | null> {
  const answer = await ask({ action: 'state', lines: [['attempt', String(attempt)]] });
  const [state = ''] = valuesOf(answer, 'state') ?? [];
  const [result = ''] = valuesOf(answer, 'result') ?? [];
  const said = bytesOf(answer.lines.filter(({ key }) => key === 'bytes'));
  const transcript = Buffer.from(said.subarray(0, longestTranscript)).toString();
  switch (state) {
    case 'running':
      return null;
    case 'ok':
      return { ok: true, detail: result, transcript };
    case 'failed':
      return { ok: false, detail: result === '' ? 'It returned a failure.' : result, transcript };
    default:
      return { ok: false, detail: 'Its process ended without saying how.', transcript };
  }
}

const longestTranscript = 65_536;
