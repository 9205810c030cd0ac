/**
 * What every answer tells the browser: run, load, frame and send nothing but this page's own. The referrer is kept to
 * this page and not left out: without any, browsers name no origin of a form either (Fetch: append a request Origin header).
 */
export function securityHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentPolicy(
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'",
    ),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Cache-Control': 'no-store',
    ...(secure ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
}

/** For notes: nothing runs, nothing is loaded but pictures within the text, and only this page may frame it. `style`: hash of the one style. */
export function notesHeaders(style: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentPolicy(
      `sandbox; default-src 'none'; style-src '${style}'; img-src data:; frame-ancestors 'self'`,
    ),
    'X-Frame-Options': 'SAMEORIGIN',
  };
}

function contentPolicy(rules: string): string {
  return `${rules}; base-uri 'none'`;
}
