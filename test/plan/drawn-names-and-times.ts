import fc from 'fast-check';
import { hour, minute } from './plan-world.ts';

/** The patches that there can be; so few that they meet. */
export const ids = ['A', 'B', 'C', 'D', 'E'] as const;
export const anId = fc.constantFrom(...ids);
export const someIds = fc.subarray([...ids], { maxLength: 2 });

/** Two days on each side of the shifts of the clocks of 2026, and a plain week. */
export const anInstant = fc
  .tuple(
    fc.constantFrom(
      '2026-03-08',
      '2026-03-29',
      '2026-04-05',
      '2026-06-10',
      '2026-10-04',
      '2026-10-25',
      '2026-11-01',
    ),
    fc.integer({ min: -2 * 24 * 12, max: 2 * 24 * 12 }),
  )
  .map(([date, steps]) => Date.parse(`${date}T00:00Z`) + steps * 5 * minute);

/** A whole number of hours before or after. */
export const near = (now: number) => fc.integer({ min: -60, max: 60 }).map((hours) => now + hours * hour);

/** The instant, or the midnight before it, as a local time that a person writes. */
export const localText = (instant: number): string => new Date(instant).toISOString().slice(0, 16);
export const midnight = (instant: number): string => `${new Date(instant).toISOString().slice(0, 10)}T00:00`;
