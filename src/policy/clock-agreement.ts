import type { Instant } from '../base/instant.ts';
import type { Verdict } from './blocker.ts';
import { blocked, open } from './blocker.ts';

/** How far the machine's and the server's clock may differ, in milliseconds. */
const clockTolerance = 5 * 60 * 1000;

/** Whether a start by time can be trusted; a server without a clock of its own (null) has nothing against it. */
export function clockVerdict(now: Instant, serverClock: Instant | null): Verdict {
  if (serverClock === null || Math.abs(serverClock - now) <= clockTolerance) return open();
  const side = serverClock > now ? 'ahead of' : 'behind';
  return blocked({
    reason: 'ClockDisagrees',
    message: `The server's clock is more than five minutes ${side} this machine's, so nothing starts by time until they agree.`,
    who: 'operator',
  });
}
