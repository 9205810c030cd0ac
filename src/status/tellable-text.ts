import { secretRegions, redactGuesses } from '../base/redact.ts';
import { withoutRegions } from '../base/hidden-regions.ts';
import { subscriptRegions } from './without-subscripts.ts';

/**
 * The text as it may leave the site: no subscript of a global, none of the secrets, nothing that looks like a secret. Both are looked
 * for in the text as it came, so that neither hides half of the other. A text of several lines is given whole, and cut afterwards.
 */
export function tellableText(text: string, secrets: readonly string[] = []): string {
  return redactGuesses(withoutRegions(text, [...secretRegions(text, secrets), ...subscriptRegions(text)]));
}

/** The lines as they may leave the site: what begins in one line and ends in another is taken out too. */
export function tellableLines(lines: readonly string[], secrets: readonly string[] = []): readonly string[] {
  return lines.length === 0 ? [] : tellableText(lines.join('\n'), secrets).split('\n');
}
