// Installs and builds what the npm scripts need, in a fresh clone as well as after a change. Plain JavaScript
// without imports from packages, because it runs before any is there. Exit code 2: something is missing that it cannot install.
// With --gtm also the database GT.M, where it can: tests and benches of the engine `mumps` are skipped without it.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeOrphans } from './remove-orphans.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.patchfleet-lock');

requireNode(20, 19);
requireProgram(
  'git',
  ['--version'],
  "patchfleet's tests and demo run a real git server: install git (Debian: apt-get install git).",
);
installPackages();
if (process.argv.includes('--gtm')) installGtm();
for (const part of ['src', 'test', 'tools', 'bench'])
  removeOrphans(join(root, 'dist', part), join(root, part));
build();

function requireNode(wantedMajor, wantedMinor) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  stop(`Node ${process.versions.node} is too old: install Node ${wantedMajor}.${wantedMinor} or later.`);
}

function requireProgram(program, args, hint) {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
  } catch {
    stop(`The program ${program} was not found. ${hint}`);
  }
}

function installPackages() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing packages (npm ci) …');
  run(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'npm ci failed: check the connection to the npm registry.',
  );
  writeFileSync(stamp, wanted);
}

function installGtm() {
  if (hasGtm()) return;
  const why = whyNoGtm();
  if (why !== null)
    console.log(`Not tested: the engine \`mumps\`, because there is no GT.M here and ${why}.`);
}

/** Null: it was installed. */
function whyNoGtm() {
  if (process.getuid?.() !== 0) return 'only root could install it (Debian: apt-get install fis-gtm)';
  const options = {
    stdio: 'ignore',
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  const apt = (...args) => spawnSync('apt-get', ['-q', '-y', ...args], options).status === 0;
  const install = () => apt('install', '--no-install-recommends', 'fis-gtm');
  console.log('Installing GT.M (apt-get install fis-gtm) …');
  if (install() || (apt('update') && install()))
    return hasGtm() ? null : 'its package put it at no usual place';
  return 'apt-get could not install fis-gtm';
}

/** At the places where the engine looks for it. */
function hasGtm() {
  const named = [process.env.gtm_dist, process.env.ydb_dist].filter(Boolean);
  const parents = [
    ...foldersIn('/usr/lib').map((folder) => join(folder, 'fis-gtm')),
    ...['/usr/local/lib/yottadb', '/usr/lib/fis-gtm', '/opt/fis-gtm', '/opt/yottadb'],
  ];
  return [...named, ...parents.flatMap(foldersIn)].some((folder) => existsSync(join(folder, 'mupip')));
}

function foldersIn(parent) {
  return existsSync(parent) ? readdirSync(parent).map((name) => join(parent, name)) : [];
}

function build() {
  run(
    process.execPath,
    [join(root, 'node_modules', 'typescript', 'bin', 'tsc')],
    'The build failed: see the messages above.',
    1,
  );
}

function run(program, args, message, exitCode = 2) {
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32' && program === 'npm',
  });
  if (status !== 0) stop(message, exitCode);
}

function stop(message, exitCode = 2) {
  console.error(message);
  process.exit(exitCode);
}
