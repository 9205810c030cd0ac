// Installs and builds what the npm scripts need, in a fresh clone as well as after a change. Plain JavaScript
// without imports from packages, because it runs before any is there. Exit code 2: something is missing that it cannot install.
// With --gtm also the database GT.M, with --chromium the browser, where it can: what needs them is skipped without.
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
if (process.argv.includes('--chromium')) installChromium();
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
  const why = whyNotInstalled('fis-gtm', 'GT.M', hasGtm);
  if (why !== null)
    console.log(`Not tested: the engine \`mumps\`, because there is no GT.M here and ${why}.`);
}

function installChromium() {
  if (hasChromium()) return;
  const why = whyNotInstalled('chromium', 'Chromium', hasChromium);
  if (why !== null)
    console.log(
      `Not tested: the operator's page in a browser, because there is no Chromium here and ${why}.`,
    );
}

/** Where `tools/pages/open-chromium.ts` looks for it. */
function hasChromium() {
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].some((path) =>
    existsSync(path),
  );
}

/** Null: it was installed. */
function whyNotInstalled(debianPackage, name, isThere) {
  if (process.getuid?.() !== 0)
    return `only root could install it (Debian: apt-get install ${debianPackage})`;
  const options = {
    stdio: 'ignore',
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  const apt = (...args) => spawnSync('apt-get', ['-q', '-y', ...args], options).status === 0;
  const install = () => apt('install', '--no-install-recommends', debianPackage);
  console.log(`Installing ${name} (apt-get install ${debianPackage}) …`);
  if (install() || (apt('update') && install()))
    return isThere() ? null : 'its package put it at no usual place';
  return `apt-get could not install ${debianPackage}`;
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
