import { nodeDisk } from '../../src/adapters/files/node-disk.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { failingDisk } from '../worlds/failing-disk.ts';
import { hostOf, portsIn, stories } from './disk-world.ts';
import { tellingPorts } from './effect-ports.ts';

/** One real pass in a process of its own, which kills itself with SIGKILL after so many effects of the ports, or of the disk. */
const [folder = '', story = '', level = '', count = '0'] = process.argv.slice(2);
const world = hostOf(stories.find((known) => known === story) ?? 'installs');
const die = (): void => {
  process.kill(process.pid, 'SIGKILL');
};
let left = Number(count);
const disk =
  level === 'disk' ? failingDisk(nodeDisk(), { after: left, torn: 0.5, error: killed }) : nodeDisk();
const ports = tellingPorts(portsIn(folder, world, disk), () => {
  left -= 1;
  if (level === 'ports' && left === 0) die();
});
await reconcileOnce(ports, world.setup);

function killed(): Error {
  die();
  return new Error('killed');
}
