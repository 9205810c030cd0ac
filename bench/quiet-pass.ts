import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Thoroughness } from './main.ts';
import type { QuietSite } from './quiet-site.ts';
import { makeQuietSite } from './quiet-site.ts';
import { releasePatches } from './release-patches.ts';
import { compiled, runProgram } from './run-program.ts';
import type { Contender } from './side-by-side.ts';
import { sideBySide } from './side-by-side.ts';
import { startGitHost } from './start-git-host.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const ways = ['system', 'embedded'] as const;

/**
 * A pass that finds nothing to do: it asks a git host on loopback for the channel, reads target, register and journal, plans,
 * and compares its status. Against `git ls-remote` for that one branch, which only asks.
 */
export async function benchPasses({ quick }: Thoroughness): Promise<void> {
  for (const count of quick ? [10] : [10, 1_000]) {
    await inTemporaryFolder((folder) => benchHost(folder, count));
  }
}

async function benchHost(folder: string, count: number): Promise<void> {
  const root = join(folder, 'host');
  mkdirSync(root);
  const repositories = ['patches', ...ways.map((git) => `status-${git}`)];
  for (const name of repositories) await makeBareRepository(join(root, `${name}.git`));
  const baseline = await releasePatches(join(root, 'patches.git'), folder, count);
  const host = await startGitHost(root);
  try {
    const patches = `${host.url}/patches.git`;
    for (const git of ways) {
      const status = `${host.url}/status-${git}.git`;
      const site = await makeQuietSite({ folder: join(folder, git), git, patches, status, baseline });
      await benchSite(site, `${count} patches, ${git} git`, lsRemote(patches));
    }
  } finally {
    await host.close();
  }
}

async function benchSite({ config, pass }: QuietSite, what: string, peer: Contender): Promise<void> {
  const program = join(compiled, 'src', 'apps', 'cli', 'main.js');
  await sideBySide(`A pass with nothing to do, ${what}, in a running process`, 15, [
    { name: 'patchfleet, one pass', run: pass },
    peer,
  ]);
  await sideBySide(`The same as a whole process`, 9, [
    {
      name: 'patchfleet reconcile',
      run: () => runProgram(process.execPath, [program, 'reconcile', '--config', config]),
    },
    peer,
    { name: 'node -e 0', run: () => runProgram(process.execPath, ['-e', '0']) },
  ]);
}

function lsRemote(url: string): Contender {
  const args = ['ls-remote', '--heads', url, 'channel/default'];
  return { name: 'git ls-remote --heads', run: () => runProgram('git', args) };
}

async function makeBareRepository(path: string): Promise<void> {
  await runProgram('git', ['init', '--quiet', '--bare', '--initial-branch=main', path]);
  await runProgram('git', ['config', 'http.receivepack', 'true'], path);
}
