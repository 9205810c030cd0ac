import type { HiddenRegion } from './hidden-regions.ts';
import { withoutRegions } from './hidden-regions.ts';
import { remembering } from './remembering.ts';

const hidden = '***';
/** A shorter secret would blacken half of every text; it is no secret. */
const shortestSecret = 4;

/**
 * The text without secrets: those given (also as base64, URL-encoded or JSON-escaped), and what looks like one: passwords in addresses,
 * authorization headers, private keys, tokens of git hosts, `password=…`. Everything that leaves goes through this, and is cut to a
 * length only afterwards: half a secret is not found, and what stands instead of a short one is longer.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  return redactGuesses(withoutRegions(text, secretRegions(text, secrets)));
}

/** Where the given secrets stand, in any of their forms, overlapping ones too. */
export function secretRegions(text: string, secrets: readonly string[]): readonly HiddenRegion[] {
  return secrets
    .flatMap((secret) => formsOf(secret))
    .flatMap((form) => {
      const found: HiddenRegion[] = [];
      for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1))
        found.push({ start: at, end: at + form.length, instead: hidden });
      return found;
    });
}

const formsOf = remembering(
  (secret: string) => secret,
  100,
  (secret): readonly string[] => {
    const trimmed = secret.trim();
    if (trimmed.length < shortestSecret) return [];
    const base64 = Buffer.from(trimmed).toString('base64').replace(/=+$/, '');
    const escaped = JSON.stringify(trimmed).slice(1, -1);
    const wellFormed = trimmed.replace(/\p{Cs}/gu, '\ufffd');
    return [...new Set([trimmed, base64, encodeURIComponent(wellFormed), escaped])];
  },
);

/** The text without what looks like a secret, though nobody named it. Prose about passwords and tokens stays. */
export function redactGuesses(text: string): string {
  if (!introduced.test(text)) return text;
  const plain = patterns.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
  return plain.replace(authorization, authorized).replace(bearer, borne).replace(assignment, assigned);
}

/** Nothing below is found in a text without one of these; most texts have none. */
const introduced =
  /-----BEGIN|:\/\/|gh[opsur]_|github_pat_|glpat-|xox[abprs]-|authorization|bearer|passwor[dt]|passwd|passphrase|pwd|secret|token|api[_-]?key/i;

const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g, hidden],
  [
    /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)(?:[^\s/@"'<>]{1,500}|[^\s/@:"'<>]{0,200}:[^\s@"'<>]{1,500})@/gi,
    `$1${hidden}@`,
  ],
  [/\b(?:gh[opsur]_|github_pat_|glpat-|xox[abprs]-)[A-Za-z0-9_-]{10,}/g, hidden],
];

/**
 * `password=x`, `"apiKey": "x"`, `token: x`: what introduces the value; then the value, whose quotes stay (also as they stand inside a
 * JSON text; one that is not closed ends with the line); then a glance at what follows, for prose goes on with a word.
 */
const assignment =
  /((?:passwor[dt]|passwd|passphrase|pwd|secret|token|api[_-]?key)(?:\\?["'])?\)?\s{0,5}[:=]\s{0,5})(?:(\\")(?:(?!\\").)*|(")(?:[^"\\\n]|\\.)*|(')[^'\n]*|([^\s"',;&]+)(?=([ \t]+\w)?))/gi;

function assigned(whole: string, introduction: string, ...parts: readonly (string | undefined)[]): string {
  const [escaped, double, single, value, next] = parts;
  if (value !== undefined && isProse(introduction, value, next)) return whole;
  return `${introduction}${escaped ?? double ?? single ?? ''}${hidden}`;
}

const authorization =
  /(\b(?:proxy-)?authorization["']?\s{0,5}[:=]\s{0,5}["']?(?:(?:basic|bearer|token)\s{1,5})?)([^\s"',]+)(?=([ \t]+\w)?)/gi;

function authorized(whole: string, introduction: string, value: string, next: string | undefined): string {
  return isProse(introduction, value, next) ? whole : `${introduction}${hidden}`;
}

const bearer = /\b(bearer\s{1,5})([A-Za-z0-9._~+/=-]{8,})/gi;

function borne(whole: string, introduction: string, value: string): string {
  return isWord(value) ? whole : `${introduction}${hidden}`;
}

/** `password: expected a text` is a sentence; `password=expected` and `password: expected` at the end of a line are not. */
function isProse(introduction: string, value: string, next: string | undefined): boolean {
  return /\s$/.test(introduction) && next !== undefined && isWord(value);
}

/** A word of a sentence: tokens are longer, or mixed. */
function isWord(text: string): boolean {
  return /^[A-Z]?[a-z]{1,19}[.,;:!?)]{0,3}$/.test(text);
}
