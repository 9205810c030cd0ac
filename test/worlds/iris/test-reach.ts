import { openAtelierReach } from '../../../src/adapters/targets/iris/open-atelier-reach.ts';
import { openSessionReach } from '../../../src/adapters/targets/iris/open-session-reach.ts';
import type { Reach } from '../../../src/adapters/targets/iris/reach.ts';
import { realReach } from './real-server.ts';

/**
 * The reach of a test: the real server of the variables, a session program by its path, or a web server by its address. What it leaves behind when
 * it is killed is free again after so many seconds.
 */
export function testReach(kind: string, place: string, lease = 60): Reach {
  if (kind === 'real') return realReach(process.env);
  if (kind === 'atelier') {
    const address = { url: place, namespace: 'lab', username: 'patch', password: 'swordfish' };
    return openAtelierReach({ address, lease, patience: 60_000 });
  }
  const address = { instance: 'TEST', namespace: 'LAB', program: place };
  return openSessionReach({ address, patience: { start: 60_000, answer: 60_000, silence: lease * 1000 } });
}
