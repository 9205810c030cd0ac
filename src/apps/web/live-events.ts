import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { isAttemptFact } from './is-attempt-fact.ts';
import type { UsualSteps } from '../../journal/usual-steps.ts';
import type { ServedSite, SiteEvent } from '../served-site.ts';
import type { SiteLook } from './site-look.ts';
import { stepKey, stepOf } from './steps.ts';
import { localTimeOf } from '../page/times.ts';
import { progressText, usualText } from './under-way.ts';
import { withoutSecrets } from '../page/without-secrets.ts';

/** What a page that is open is told. */
type Message =
  | { readonly kind: 'hello' | 'changed' | 'signed-out' }
  | {
      readonly kind: 'step';
      readonly key: string;
      readonly when: string;
      readonly text: string;
      readonly mark: string;
      /** How long it usually takes here; empty: nobody knows. */
      readonly usual: string;
    }
  | { readonly kind: 'progress'; readonly share: number; readonly text: string };

/** A browser that does not take what it is told is told only that something has changed. */
const mostWaiting = 200;
const heartbeat = 20_000;

/** Who follows, and how he reads it. */
interface Following {
  readonly zone: string;
  readonly usual: UsualSteps;
  /** False: nobody is signed in any more. */
  readonly stays: () => boolean;
  readonly left: () => void;
}

/** Follows a site until the browser goes, or `stays` says that nobody is signed in any more. */
export function streamEvents(
  c: Context,
  { site, look }: { readonly site: ServedSite; readonly look: SiteLook },
  { zone, usual, stays, left }: Following,
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
      const message = messageOf(event, { now: site.ports.clock.now(), zone, usual });
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

interface Ground extends Pick<Following, 'zone' | 'usual'> {
  readonly now: number;
}

function messageOf(event: SiteEvent, { now, zone, usual }: Ground): Message | null {
  switch (event.kind) {
    case 'journaled': {
      if (!isAttemptFact(event.fact)) return { kind: 'changed' };
      if (event.fact.kind === 'started') return { kind: 'changed' };
      const { text, mark } = stepOf(event.fact);
      if (text === null) return null;
      const when = localTimeOf(now, zone);
      const long = usualText(event.fact.kind, usual);
      return { kind: 'step', key: stepKey(event.fact), when, text, mark, usual: long };
    }
    case 'progress':
      return { kind: 'progress', share: event.share, text: progressText(event) };
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
