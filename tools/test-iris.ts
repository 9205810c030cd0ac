import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * Runs the engine contract on a real InterSystems IRIS, Ensemble or Caché: the one that the variables name, else one in a container. Exit code 2, with
 * what is missing, where there is neither.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));

const help = `The engine contract was not run on IRIS: no server is named, and there is no Docker that answers.

Name a server, by its web server (Atelier):
  PATCHFLEET_IRIS_URL=http://db.example.org:52773 PATCHFLEET_IRIS_USERNAME=… PATCHFLEET_IRIS_PASSWORD=…
or, on the server itself, by a local session:
  PATCHFLEET_IRIS_INSTANCE=IRIS [PATCHFLEET_IRIS_PROGRAM=iris|csession]
and in both cases a namespace of its own, in which EVERYTHING IS DELETED:
  PATCHFLEET_IRIS_NAMESPACE=SCRATCH PATCHFLEET_IRIS_MAY_EMPTY=SCRATCH
Or start Docker: then one in a container is used (testcontainers-iris, fetched by npx).`;

async function main(): Promise<number> {
  if (
    process.env['PATCHFLEET_IRIS_URL'] !== undefined ||
    process.env['PATCHFLEET_IRIS_INSTANCE'] !== undefined
  )
    return runContract({});
  if (spawnSync('docker', ['info'], { stdio: 'ignore' }).status !== 0) {
    console.error(help);
    return 2;
  }
  const { server, container } = await startContainer();
  try {
    return await runContract({
      PATCHFLEET_IRIS_URL: server.url,
      PATCHFLEET_IRIS_USERNAME: server.username,
      PATCHFLEET_IRIS_PASSWORD: server.password,
      PATCHFLEET_IRIS_NAMESPACE: 'USER',
      PATCHFLEET_IRIS_MAY_EMPTY: 'USER',
    });
  } finally {
    container.stdin?.end();
  }
}

async function runContract(env: Readonly<Record<string, string>>): Promise<number> {
  const tests = 'dist/test/adapters/targets/iris/real-server.test.js';
  const args = [join(root, 'node_modules', 'ava', 'entrypoints', 'cli.mjs'), tests, '-c', '1'];
  const ava = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  const [code] = (await once(ava, 'exit')) as [number | null];
  return code ?? 1;
}

interface Server {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

async function startContainer(): Promise<{ server: Server; container: ChildProcess }> {
  console.log('Starting IRIS in a container …');
  const args = [
    'exec',
    '--yes',
    '--package=testcontainers-iris@0.1.5',
    '--',
    process.execPath,
    'tools/iris-container.mjs',
  ];
  const container = spawn('npm', args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: container.stdout }))
    if (line.startsWith('{')) return { server: JSON.parse(line) as Server, container };
  throw new Error('the container did not start');
}

process.exitCode = await main();
