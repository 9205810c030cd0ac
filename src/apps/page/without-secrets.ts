import { withoutRegions } from '../../base/hidden-regions.ts';
import { secretRegions } from '../../base/redact.ts';

/** A page's text without the secrets of its sites, also as they stand in HTML. What only looks like a secret stays: code and notes may speak of passwords. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, inHtml(secret)]);
  return withoutRegions(text, secretRegions(text, [...new Set(forms)]));
}

function inHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
