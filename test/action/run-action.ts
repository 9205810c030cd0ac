import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bundle = join(dirname(fileURLToPath(import.meta.url)), '../../../action/dist/index.mjs');

export interface Run {
  readonly event: string;
  readonly payload?: unknown;
  readonly ref?: string;
  readonly workspace: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

export interface RunResult {
  readonly code: number | null;
  /** All that it printed. */
  readonly text: string;
  /** Its lines that are commands to the runner, but for masks. */
  readonly commands: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Runs the built bundle as GitHub's runner does, without a network and with nothing else of this environment. */
export async function runAction({ event, payload, ref, workspace, inputs = {} }: Run): Promise<RunResult> {
  const temporary = mkdtempSync(join(tmpdir(), 'patchfleet-'));
  const [output, summary] = [join(temporary, 'output'), join(temporary, 'summary')];
  for (const file of [output, summary]) writeFileSync(file, '');
  const eventFile = join(temporary, 'event.json');
  if (payload !== undefined) writeFileSync(eventFile, JSON.stringify(payload));
  mkdirSync(join(temporary, 'runner'));
  const env = {
    ...{ PATH: process.env['PATH'], HOME: temporary, GIT_CONFIG_GLOBAL: '/dev/null', CI: 'true' },
    ...{
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTOR: 'mara',
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: eventFile,
    },
    ...{ GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: workspace },
    ...{ GITHUB_REF: ref ?? 'refs/pull/1/merge', RUNNER_TEMP: join(temporary, 'runner') },
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
  };
  const child = spawn(process.execPath, [bundle], { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const commands = text
    .split('\n')
    .filter((line) => /^\s*::|##\[/.test(line) && !line.startsWith('::add-mask::'));
  return { code, text, commands, outputs: readOutputs(output), summary: readFileSync(summary, 'utf8') };
}

/** `name<<delimiter`, lines, delimiter (GitHub Docs, "Workflow commands", multiline strings); what is said last counts. */
function readOutputs(file: string): Readonly<Record<string, string>> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return Object.fromEntries(
    [...text.matchAll(/^([\w-]+)<<(ghadelimiter_\S+)\n([^]*?)\n?\2$/gm)].map(([, name, , value]) => [
      name,
      value,
    ]),
  ) as Record<string, string>;
}
