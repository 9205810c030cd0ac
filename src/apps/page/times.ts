import { html } from 'hono/html';
import type { Instant } from '../../base/instant.ts';
import { instantAsText } from '../../base/instant.ts';
import { localAsText } from '../../policy/zoned-time.ts';
import type { Html } from './page-html.ts';

/** A moment in the site's zone, which is named; the instant itself for programs and as a tip. */
export function momentHtml(instant: Instant, zone: string): Html {
  const text = instantAsText(instant);
  return html`<time datetime="${text}" title="${text}">${localAsText(instant, zone)}</time>`;
}

/** The same to the minute and without the zone, for lists that name it at their head. */
export function shortMomentHtml(instant: Instant | null, zone: string): Html {
  if (instant === null) return html``;
  const text = instantAsText(instant);
  return html`<time datetime="${text}" title="${text}"
    >${localAsText(instant, zone).slice(0, '2026-11-30 02:00'.length)}</time
  >`;
}

/** `1 min 12 s`. */
export function spanAsText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `02:00:07` in the site's zone, where the day is known. */
export function localTimeOf(instant: Instant, zone: string): string {
  const [, time = ''] = localAsText(instant, zone).split(' ');
  return time.length === 5 ? `${time}:00` : time;
}
