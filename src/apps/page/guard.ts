import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { SiteName } from '../../base/names.ts';
import type { Role } from '../page-schema.ts';
import { securityHeaders } from './security-headers.ts';
import type { Session, Sessions } from './sessions.ts';
import { absoluteLimit } from './sessions.ts';

/** Who has signed in, and what he may do where. */
export interface Visitor {
  readonly name: string;
  readonly roles: ReadonlyMap<SiteName, Role>;
}

/** How browsers speak with the page. */
interface PageWire {
  /** A proxy before the page speaks TLS. */
  readonly behindProxy: boolean;
  /** The page itself speaks TLS. */
  readonly tls: boolean;
  /** Name of the cookie, by the host that was asked: hosts share their cookies among all ports. Default: `patchfleet`. */
  readonly cookie?: (host: string) => string;
}

/** What the guard of pages has to know. */
interface GuardOptions extends PageWire {
  /** Host names under which browsers may ask, besides those of loopback; and what is said to one that asks under another. */
  readonly hosts: readonly string[];
  readonly otherHost: string;
  /** Whose token it is, by its hash; asked at each request. Null: nobody's (any more). */
  readonly visitor: (token: Buffer) => Visitor | null;
  /** More than the longest form. */
  readonly mostBytes: number;
  /** Takes why a request got no further. */
  readonly note: (note: { readonly kind: 'request-refused'; readonly why: string }) => void;
}

/** What the guard found out of a request. */
export interface PageEnv {
  readonly Variables: {
    /** Null: nobody is signed in. */
    signedIn: { readonly session: Session; readonly visitor: Visitor; readonly id: string } | null;
  };
}

export type PageContext = Context<PageEnv>;

/** Every answer carries the security headers; a request for another host, or a form from elsewhere, gets no further. */
export function guardRequests(
  options: GuardOptions,
  sessions: Sessions,
): readonly MiddlewareHandler<PageEnv>[] {
  return [
    async (c, next) => {
      await next();
      for (const [name, value] of Object.entries(securityHeaders(isSecure(options)))) {
        if (!c.res.headers.has(name)) c.res.headers.set(name, value);
      }
    },
    async (c, next) => {
      const why = whyNotAsked(c, options);
      if (why === null) return next();
      options.note({ kind: 'request-refused', why: why.text });
      return c.text(`${why.text}\n`, why.status);
    },
    bodyLimit({
      maxSize: options.mostBytes,
      onError: (c) => {
        options.note({ kind: 'request-refused', why: 'The form was too large.' });
        return c.text('The form was too large.\n', 413);
      },
    }),
    async (c, next) => {
      c.set('signedIn', findSession(c, options, sessions));
      await next();
    },
  ];
}

interface Refusal {
  readonly status: 403 | 415 | 421;
  readonly text: string;
}

function whyNotAsked(c: PageContext, options: GuardOptions): Refusal | null {
  if (!isOwnHost(hostOf(c), options)) {
    return { status: 421, text: options.otherHost };
  }
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return null;
  if (!comesFromHere(c, options)) {
    return { status: 403, text: 'The form did not come from this page.' };
  }
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  return type === 'application/x-www-form-urlencoded'
    ? null
    : { status: 415, text: 'A form is expected here.' };
}

/** As the browser says it: another name for this machine, which somebody else's name server made up, is refused. */
function isOwnHost(host: string, { hosts }: GuardOptions): boolean {
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  const own = ['localhost', '127.0.0.1', '[::1]', ...hosts.map((each) => each.toLowerCase())];
  return own.includes(name) || own.includes(name.replace(/^\[|\]$/g, ''));
}

function hostOf(c: PageContext): string {
  return c.req.header('host') ?? new URL(c.req.url).host;
}

/** Browsers name the origin of every form that they send; who names none is no browser. */
function comesFromHere(c: PageContext, options: PageWire): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin') return false;
  const origin = c.req.header('origin');
  return origin === `${isSecure(options) ? 'https' : 'http'}://${hostOf(c)}`;
}

/** Behind a proxy browsers speak TLS with the proxy. */
function isSecure({ tls, behindProxy }: PageWire): boolean {
  return tls || behindProxy;
}

/** A page that fetches itself says so: that is nobody's presence. */
export function isUnattended(c: PageContext): boolean {
  return c.req.header('x-patchfleet-live') !== undefined;
}

function findSession(
  c: PageContext,
  options: GuardOptions,
  sessions: Sessions,
): PageEnv['Variables']['signedIn'] {
  const id = getCookie(c, cookieName(c, options)) ?? '';
  const session = /^[\w-]{43}$/.test(id) ? sessions.find(id, !isUnattended(c)) : null;
  if (session === null) return null;
  const visitor = options.visitor(session.token);
  return visitor === null ? null : { session, visitor, id };
}

/** With `__Host-` the browser takes it from this host by TLS only. */
function cookieName(c: PageContext, options: PageWire): string {
  const name = options.cookie?.(hostOf(c)) ?? 'patchfleet';
  return isSecure(options) ? `__Host-${name}` : name;
}

/** Gives the browser its session; scripts cannot read it, other sites cannot use it. */
export function giveCookie(c: PageContext, options: PageWire, id: string): void {
  setCookie(c, cookieName(c, options), id, {
    ...{ path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(options) },
    maxAge: absoluteLimit / 1000,
  });
}

export function takeCookie(c: PageContext, options: PageWire): void {
  deleteCookie(c, cookieName(c, options), { path: '/', secure: isSecure(options) });
}
