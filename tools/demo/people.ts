import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoSite } from './folder.ts';
import { showCommand } from './narrator.ts';
import { patchfleet } from './programs.ts';
import { Broken } from './promise.ts';
import type { DemoStage } from './stage.ts';

/** Exit codes that the command may end with besides 0. */
type Allowed = readonly (1 | 2)[];

/** The release manager releases patches and publishes them, in one push. */
export async function release({ folder, server }: DemoStage, ...patches: readonly string[]): Promise<void> {
  const options = ['--repository', `${server.url}/patches.git`, '--key', folder.keys['ana.prieto'].file];
  await shown(['release', ...patches, '--publish'], options, folder.work, []);
}

/** The release manager publishes what changed on main. */
export async function publish({ folder, server }: DemoStage): Promise<void> {
  const options = ['--repository', `${server.url}/patches.git`, '--key', folder.keys['ana.prieto'].file];
  await shown(['publish'], options, folder.work, []);
}

/** One pass of the agents at these sites, side by side. */
export async function reconcile(
  stage: DemoStage,
  places: readonly DemoSite[],
  allowed: Allowed = [],
): Promise<void> {
  const runs = places.map(async (site) => ({
    site,
    ran: await patchfleet(['reconcile', '--config', stage.configs[site]], stage.folder.top),
  }));
  for (const { site, ran } of await Promise.all(runs)) {
    showCommand(`patchfleet reconcile   # at ${site}`, ran.out);
    checkCode(`reconcile at ${site}`, ran.code, allowed);
  }
}

/** A command in the working copy. */
export async function inWorkingCopy(
  { folder }: DemoStage,
  args: readonly string[],
  key: string,
): Promise<void> {
  await shown(args, ['--key', key], folder.work, []);
}

/** A command at a site whose answer is shown. */
export async function showAt(
  stage: DemoStage,
  site: DemoSite,
  args: readonly string[],
  allowed: Allowed = [],
): Promise<void> {
  await shown(args, ['--config', stage.configs[site]], stage.folder.top, allowed);
}

/** The soak of the example's gate, and a little. */
export async function letItSoak(): Promise<void> {
  await sleep(2200);
}

async function shown(
  args: readonly string[],
  options: readonly string[],
  cwd: string,
  allowed: Allowed,
): Promise<void> {
  const { code, out } = await patchfleet([...args, ...options], cwd);
  showCommand(
    ['patchfleet', ...args].map((word) => (word.includes(' ') ? JSON.stringify(word) : word)).join(' '),
    out,
  );
  checkCode(args.join(' '), code, allowed);
}

function checkCode(what: string, code: number | null, allowed: Allowed): void {
  if (code === 0 || (code !== null && (allowed as readonly number[]).includes(code))) return;
  throw new Broken(`${what} ended with ${String(code)}`);
}
