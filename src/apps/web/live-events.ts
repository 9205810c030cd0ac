import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { isAttemptFact } from './is-attempt-fact.ts';
import type { ServedSite, SiteEvent } from '../served-site.ts';
import type { SiteLook } from './site-look.ts';
import { stepKey, stepOf } from './steps.ts';
import { localTimeOf } from './times.ts';
import { withoutSecrets } from './without-secrets.ts';

/** What a page that is open is told. */
type Message =
  | { readonly kind: 'hello' | 'changed' | 'signed-out' }
  | {
      readonly kind: 'step';
      readonly key: string;
      readonly when: string;
      readonly text: string;
      readonly mark: string;
    }
  | { readonly kind: 'written'; readonly done: number; readonly of: number };

/** A browser that does not take what it is told is told only that something has changed. */
const mostWaiting = 200;
const heartbeat = 20_000;

/** Follows a site until the browser goes, or `stays` says that nobody is signed in any more. */
export function streamEvents(
  c: Context,
  { site, look }: { readonly site: ServedSite; readonly look: SiteLook },
  { zone, stays, left }: { readonly zone: string; readonly stays: () => boolean; readonly left: () => void },
): Response {
  return streamSSE(c, async (stream) => {
    const queue: Message[] = [{ kind: 'hello' }];
    let wake: () => void = () => undefined;
    const tell = (message: Message): void => {
      if (queue.length >= mostWaiting) queue.splice(0, queue.length, { kind: 'changed' });
      else queue.push(message);
      wake();
    };
    const end = site.watch((event) => {
      const message = messageOf(event, site.ports.clock.now(), zone);
      if (message !== null) tell(message);
    });
    stream.onAbort(() => {
      end();
      wake();
    });
    try {
      while (!stream.aborted) {
        const message = queue.shift();
        if (message !== undefined) {
          const data = JSON.stringify({ ...message, version: look.version() });
          await stream.writeSSE({ data: withoutSecrets(data, site.setup.secrets) });
        } else if (!stays()) {
          await stream.writeSSE({ data: JSON.stringify({ kind: 'signed-out' }) });
          return;
        } else if (await nothingFor(heartbeat, (ring) => (wake = ring)))
          await stream.write(': still here\n\n');
      }
    } finally {
      end();
      left();
    }
  });
}

function messageOf(event: SiteEvent, now: number, zone: string): Message | null {
  switch (event.kind) {
    case 'journaled': {
      if (!isAttemptFact(event.fact)) return { kind: 'changed' };
      if (event.fact.kind === 'started') return { kind: 'changed' };
      const { text, mark } = stepOf(event.fact);
      if (text === null) return null;
      return { kind: 'step', key: stepKey(event.fact), when: localTimeOf(now, zone), text, mark };
    }
    case 'written':
      return { kind: 'written', done: event.done, of: event.of };
    case 'pass-began':
    case 'pass-ended':
      return { kind: 'changed' };
    case 'settling':
    case 'problem':
    case 'planned':
    case 'production':
    case 'delivered':
      return null;
  }
}

/** True where nobody rang for so long. */
function nothingFor(milliseconds: number, ringer: (ring: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(true);
    }, milliseconds);
    timer.unref();
    ringer(() => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}
