import type { Instant } from '../base/instant.ts';
import { instantAsText } from '../base/instant.ts';
import { openYaml, readYaml } from '../base/read-yaml.ts';
import type { Place } from '../kit/manifest.ts';
import type { SignedTerms, Terms } from './terms.ts';
import type { TermsText } from './terms-schema.ts';
import { termsSchema } from './terms-schema.ts';

/** Reads signed terms; whose signature it is, and whether it is good, is not looked at. Failures INVALID_FILE, NEWER_FORMAT. */
export function parseTerms(file: string, text: string): SignedTerms {
  const written = readYaml(termsSchema, file, text);
  if (written.kind === 'hold' && (written.patch === 'all') !== (written.release === undefined)) {
    const message = 'does not go with `patch`, expected a release digest for a patch and none for all';
    throw openYaml(file, text).invalid([{ path: ['release'], atKey: false, message }]);
  }
  return { terms: termsOf(written), signature: written.signature };
}

/** The file for signed terms: parseTerms reads the same from it. */
export function writeTerms({ terms, signature }: SignedTerms): string {
  const armor = signature.trimEnd().split('\n');
  const lines = Object.entries(fieldsOf(terms)).flatMap(([key, value]) =>
    value === null ? [] : [`${key}: ${JSON.stringify(value)}`],
  );
  return `${[...lines, 'signature: |', ...armor.map((line) => `  ${line}`)].join('\n')}\n`;
}

function termsOf(text: TermsText): Terms {
  const { who, why, at } = text;
  switch (text.kind) {
    case 'approval':
      return {
        kind: 'approval',
        place: placeOf(text),
        patch: text.patch,
        releaseDigest: text.release,
        expiresAt: text.expires ?? null,
        who,
        why,
        at,
      };
    case 'hold': {
      const patch = text.patch === 'all' ? null : text.patch;
      return {
        kind: 'hold',
        site: text.site,
        patch,
        releaseDigest: text.release ?? null,
        until: text.expires ?? null,
        who,
        why,
        at,
      };
    }
    case 'recall':
      return {
        kind: 'recall',
        patch: text.patch,
        releaseDigest: text.release,
        installed: text.installed,
        who,
        why,
        at,
      };
  }
}

function placeOf(text: Extract<TermsText, { kind: 'approval' }>): Place {
  return 'site' in text ? { kind: 'site', name: text.site } : { kind: 'ring', name: text.ring };
}

function fieldsOf(terms: Terms): Record<string, string | null> {
  const common = { who: terms.who, at: instantAsText(terms.at), why: terms.why };
  switch (terms.kind) {
    case 'approval': {
      const { place, patch, releaseDigest, expiresAt } = terms;
      return {
        kind: 'approval',
        [place.kind]: place.name,
        patch,
        release: releaseDigest,
        ...common,
        expires: written(expiresAt),
      };
    }
    case 'hold': {
      const { site, patch, releaseDigest, until } = terms;
      return {
        kind: 'hold',
        site,
        patch: patch ?? 'all',
        release: releaseDigest,
        ...common,
        expires: written(until),
      };
    }
    case 'recall':
      return {
        kind: 'recall',
        patch: terms.patch,
        release: terms.releaseDigest,
        installed: terms.installed,
        ...common,
      };
  }
}

function written(instant: Instant | null): string | null {
  return instant === null ? null : instantAsText(instant);
}
