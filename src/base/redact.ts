const hidden = '***';
/** A shorter secret would blacken half of every text; it is no secret. */
const shortestSecret = 4;

/**
 * The text without secrets: those given (also as base64, URL-encoded or JSON-escaped), and what looks like one: passwords in addresses,
 * authorization headers, private keys, tokens of git hosts, `password=…`. Everything that leaves goes through this.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  const known = secrets.flatMap(formsOf).sort((a, b) => b.length - a.length);
  const blackened = known.reduce((rest, secret) => rest.replaceAll(secret, hidden), text);
  return patterns.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), blackened);
}

function formsOf(secret: string): string[] {
  const trimmed = secret.trim();
  if (trimmed.length < shortestSecret) return [];
  const base64 = Buffer.from(trimmed).toString('base64').replace(/=+$/, '');
  return [...new Set([trimmed, base64, encodeURIComponent(trimmed), JSON.stringify(trimmed).slice(1, -1)])];
}

const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g, hidden],
  [
    /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)(?:[^\s/@"'<>]{1,500}|[^\s/@:"'<>]{0,200}:[^\s@"'<>]{1,500})@/gi,
    `$1${hidden}@`,
  ],
  [
    /\b((?:proxy-)?authorization["']?\s{0,5}[:=]\s{0,5}["']?(?:basic|bearer|token)?\s{0,5})[^\s"',]+/gi,
    `$1${hidden}`,
  ],
  [/\b(bearer\s{1,5})[A-Za-z0-9._~+/=-]{8,}/gi, `$1${hidden}`],
  [/\b(?:gh[opsur]_|github_pat_|glpat-|xox[abprs]-)[A-Za-z0-9_-]{10,}/g, hidden],
  [
    /((?:passwor[dt]|passwd|passphrase|pwd|secret|token|api[_-]?key)["']?\)?\s{0,5}[:=]\s{0,5})(?:"[^"\n]*"|'[^'\n]*'|[^\s"',;&]+)/gi,
    `$1${hidden}`,
  ],
];
