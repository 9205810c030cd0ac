import { createHash } from 'node:crypto';
import { liveScript } from './live-script.ts';
import { stylesheet } from './stylesheet.ts';

/** The same sign as in the header. */
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#2b5f75"/><path d="M4 8h8M8 4v8" stroke="#fff" stroke-width="2"/></svg>';

const contents = {
  style: { name: 'style.css', type: 'text/css; charset=utf-8', text: stylesheet },
  script: { name: 'live.js', type: 'text/javascript; charset=utf-8', text: liveScript },
  icon: { name: 'icon.svg', type: 'image/svg+xml', text: icon },
} as const;

/** Each asset's path names its content, so that browsers may keep it for ever. */
export const assetPaths = {
  style: pathOf(contents.style),
  script: pathOf(contents.script),
  icon: pathOf(contents.icon),
};

/** Every asset by its path. */
export const assets: ReadonlyMap<string, { readonly type: string; readonly text: string }> = new Map(
  Object.values(contents).map((asset) => [pathOf(asset), asset]),
);

function pathOf({ name, text }: { readonly name: string; readonly text: string }): string {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `/assets/${digest}-${name}`;
}
