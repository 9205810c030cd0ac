import { instantAsText } from '../../base/instant.ts';
import { passEventAsText } from '../pass-event-as-text.ts';
import type { PassResult, SiteEvent } from '../served-site.ts';
import type { Log, LogLevel } from './log.ts';

/** Writes one line for an event of a site; what changes nothing and what merely goes on is left out or of level debug. */
export function logSiteEvent(log: Log, site: string, event: SiteEvent): void {
  const fields = { site, event: event.kind };
  switch (event.kind) {
    case 'pass-began':
      log.write('debug', 'a pass begins', fields);
      return;
    case 'pass-ended':
      logResult(log, site, event.result);
      return;
    case 'planned': {
      const { nextChange, steps } = event.plan;
      const next = nextChange === null ? null : instantAsText(nextChange);
      log.write('debug', `${steps.length} steps`, { ...fields, steps: steps.length, next });
      return;
    }
    case 'problem':
      log.write('warn', event.problem.message, { ...fields, type: event.problem.type });
      return;
    case 'journaled': {
      const text = passEventAsText(event);
      const more = 'attempt' in event.fact ? { attempt: event.fact.attempt } : {};
      if (text !== null)
        log.write(levelOf(event.fact.kind), text.trim(), { ...fields, fact: event.fact.kind, ...more });
      return;
    }
    case 'settling':
    case 'progress':
    case 'production':
    case 'delivered': {
      const text = passEventAsText(event);
      if (text !== null) log.write(event.kind === 'progress' ? 'debug' : 'info', text.trim(), fields);
    }
  }
}

function levelOf(fact: string): LogLevel {
  if (fact === 'inconsistent') return 'error';
  return ['refused', 'rolling-back', 'abandoned'].includes(fact) ? 'warn' : 'info';
}

function logResult(log: Log, site: string, result: PassResult): void {
  const fields = { site, event: 'pass-ended', outcome: result.kind };
  switch (result.kind) {
    case 'busy':
      log.write('warn', result.message, fields);
      return;
    case 'failed':
      log.write('error', result.message, { ...fields, hint: result.hint });
      return;
    case 'passed': {
      const { attempts, plan, inconsistent } = result;
      const waiting = (plan?.steps ?? []).length;
      log.write(attempts.length === 0 ? 'debug' : 'info', 'the pass has ended', {
        ...{ ...fields, attempts: attempts.length, waiting, inconsistent },
      });
    }
  }
}
