import { assetsOf } from '../page/assets.ts';
import { stylesheet } from '../page/stylesheet.ts';
import { liveScript } from './live-script.ts';

/** What the operator's pages load. */
export const assets = assetsOf({ style: stylesheet, script: liveScript });
