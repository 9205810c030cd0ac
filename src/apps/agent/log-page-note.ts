import type { PageNote } from '../web/page-options.ts';
import type { Log } from './log.ts';

/** Writes one line for what the pages tell. */
export function logPageNote(log: Log, note: PageNote): void {
  const event = note.kind;
  switch (note.kind) {
    case 'signed-in':
      log.write('info', `${note.who} signed in`, { event, who: note.who });
      return;
    case 'sign-in-refused':
      log.write('warn', 'a sign-in was refused', { event, why: note.why });
      return;
    case 'request-refused':
      log.write('warn', 'a request was refused', { event, why: note.why });
      return;
    case 'acted': {
      const { site, act, patch, who, refused } = note;
      const words = `${who}: ${act}${patch === null ? '' : ` ${patch}`}`;
      const fields = { event, site, act, patch, who, refused };
      log.write('info', refused === null ? words : `${words} was refused`, fields);
      return;
    }
    case 'page-failed': {
      const { error } = note;
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log.write('error', `a page failed: ${said}`, { event });
    }
  }
}
