import type { SiteEvent } from '../served-site.ts';

/** What a stop waits for: to cut it short would leave something to be settled. */
interface UnderWay {
  readonly attempt: number | null;
  /** The production is being started or updated. */
  readonly production: boolean;
}

export const nothingUnderWay: UnderWay = { attempt: null, production: false };

/** What is under way after an event, given what was before it. An attempt that is undone is not over: a production may have to be started yet. */
export function underWayAfter(before: UnderWay, event: SiteEvent): UnderWay {
  switch (event.kind) {
    case 'settling':
      return { ...before, attempt: event.attempt };
    case 'production':
      return { ...before, production: event.phase === 'resuming' };
    case 'journaled':
      if (!('attempt' in event.fact)) return before;
      return { ...before, attempt: isLast(event.fact.kind) ? null : event.fact.attempt };
    case 'pass-began':
    case 'pass-ended':
      return nothingUnderWay;
    case 'problem':
    case 'planned':
    case 'progress':
    case 'delivered':
      return before;
  }
}

function isLast(kind: string): boolean {
  return kind === 'done' || kind === 'told';
}
