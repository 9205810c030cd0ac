import { nodeDisk } from '../../src/adapters/files/node-disk.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { failingDisk } from '../worlds/failing-disk.ts';
import { hostOf, portsIn, stories } from './disk-world.ts';
import { stoppingPorts } from './effect-ports.ts';

/**
 * Real passes in a process of its own, which kills itself with SIGKILL. At the `ports`: one pass in each of the folders, of which the first stops for good after
 * one effect, the second after two, and so on; the process is killed when all have stopped. At the `disk`: one pass, killed in the middle of the write after so many.
 */
const [story = '', level = '', count = '0', ...folders] = process.argv.slice(2);
const known = stories.find((one) => one === story) ?? 'installs';
if (level === 'ports') for (const [index, folder] of folders.entries()) await stopAfter(folder, index + 1);
else await dieAtWrite(folders[0] ?? '', Number(count));
die();

/** Returns when that many effects have happened; the pass never goes on. Throws where it ends before. */
function stopAfter(folder: string, effects: number): Promise<void> {
  const world = hostOf(known);
  return new Promise((resolve, reject) => {
    const ports = stoppingPorts(portsIn(folder, world), effects, resolve);
    reconcileOnce(ports, world.setup).then(() => {
      reject(new Error(`the pass has less than ${effects} effects`));
    }, reject);
  });
}

async function dieAtWrite(folder: string, after: number): Promise<void> {
  const world = hostOf(known);
  const disk = failingDisk(nodeDisk(), { after, torn: 0.5, error: killed });
  await reconcileOnce(portsIn(folder, world, disk), world.setup);
  throw new Error('the pass was not killed');
}

function killed(): Error {
  die();
  return new Error('killed');
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
