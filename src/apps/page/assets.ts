import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import type { PageEnv } from './guard.ts';

/** What pages load besides their HTML. */
export interface Assets {
  /** Each path names its content, so that browsers may keep it for ever. */
  readonly paths: { readonly style: string; readonly script: string; readonly icon: string };
  /** Every asset by its path. */
  readonly files: ReadonlyMap<string, Asset>;
}

interface Asset {
  readonly type: string;
  readonly text: string;
}

/** The same sign as in the header. */
const iconText =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#2b5f75"/><path d="M4 8h8M8 4v8" stroke="#fff" stroke-width="2"/></svg>';

/** The assets of pages that have this style and script. */
export function assetsOf(own: { readonly style: string; readonly script: string }): Assets {
  const style = { type: 'text/css; charset=utf-8', text: own.style };
  const script = { type: 'text/javascript; charset=utf-8', text: own.script };
  const icon = { type: 'image/svg+xml', text: iconText };
  const paths = {
    style: pathOf('style.css', style),
    script: pathOf('live.js', script),
    icon: pathOf('icon.svg', icon),
  };
  return {
    paths,
    files: new Map([
      [paths.style, style],
      [paths.script, script],
      [paths.icon, icon],
    ]),
  };
}

/** Serves them, also to who is not signed in. */
export function addAssets(app: Hono<PageEnv>, { files }: Assets): void {
  for (const [path, { type, text }] of files) {
    app.get(path, (c) =>
      c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' }),
    );
  }
}

function pathOf(name: string, { text }: Asset): string {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `/assets/${digest}-${name}`;
}
