import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is on this machine; null: nowhere. */
export const chromiumPath = places.find((place) => existsSync(place)) ?? null;

/** Chromium as it is installed here, without a window; null: there is none. */
export async function openChromium(): Promise<Browser | null> {
  if (chromiumPath === null) return null;
  // Its sandbox refuses root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: chromiumPath, args });
}
