import { countAsText } from '../report/count-as-text.ts';
import { rehearsalAsText } from '../report/rehearsal-as-text.ts';
import type { ActFact, AttemptFact, JournalFact } from '../journal/journal-event.ts';
import type { Delivery } from '../ports/outbox.ts';
import type { PassEvent } from '../reconcile/pass-event.ts';

/** One line for what a pass tells while it runs; null where it is nothing for people. */
export function passEventAsText(event: PassEvent): string | null {
  switch (event.kind) {
    case 'settling':
      return `settling attempt ${event.attempt} of ${event.patch}, which was cut short`;
    case 'problem':
      return `${event.problem.type}: ${event.problem.message}`;
    case 'planned':
    case 'progress':
      return null;
    case 'journaled':
      return factAsText(event.fact);
    case 'production':
      return event.phase === 'resuming' ? 'starting or updating the production, as it is owed' : null;
    case 'delivered':
      return deliveryAsText(event.delivery);
  }
}

/** One line for a fact of the journal; null where people need not see it. */
export function factAsText(fact: JournalFact): string | null {
  if ('attempt' in fact) return stepAsText(fact);
  if (isAct(fact))
    return `${fact.kind}${'patch' in fact ? ` ${fact.patch}` : ''} by ${fact.who}: ${fact.why}`;
  switch (fact.kind) {
    case 'rehearsed':
      return `${fact.patch} ${rehearsalAsText(fact)}`;
    case 'checked':
      return fact.supersedes.length === 0
        ? `looked into ${fact.patch}`
        : `looked into ${fact.patch}: it supersedes ${fact.supersedes.join(', ')}`;
    case 'drift':
      return fact.count === 0
        ? 'nothing has drifted any more'
        : `drifted: ${fact.documents.slice(0, 10).join(', ')}${fact.count > 10 ? ` and ${fact.count - 10} more` : ''}`;
    case 'said':
      return null;
  }
}

function stepAsText(fact: AttemptFact): string | null {
  switch (fact.kind) {
    case 'started':
      return `attempt ${fact.attempt}: ${fact.action} ${fact.patch} (${fact.trigger})`;
    case 'staged':
      return `  staged: ${countAsText(fact.documents, 'document')}, every digest checked`;
    case 'refused':
      return `  refused: ${fact.why}`;
    case 'abandoned':
      return `  abandoned before anything was touched: ${fact.why}`;
    case 'backing-up':
      return `  backing up ${countAsText(fact.documents, 'document')}`;
    case 'backed-up':
      return `  backed up and read back, proof ${fact.proofBefore.slice(0, 12)}`;
    case 'installing':
      return '  writing';
    case 'running':
      return `  running ${fact.step}`;
    case 'ran':
      return `  ${fact.step} ${fact.ok ? 'ended well' : 'failed'}: ${fact.detail}`;
    case 'observed':
      return fact.why === ''
        ? `  its writes were read from the database's journal: ${countAsText(fact.nodes, 'node')} outside of the backup`
        : `  what it wrote outside of the backup cannot be told: ${fact.why}`;
    case 'verifying':
      return '  verifying';
    case 'committed':
      return `  committed, proof ${fact.proof.slice(0, 12)}`;
    case 'rolling-back':
      return `  rolling back: ${fact.why}`;
    case 'rolled-back':
      return `  rolled back and proven, proof ${fact.proof.slice(0, 12)}`;
    case 'inconsistent':
      return `  inconsistent: ${fact.why}`;
    case 'snapshotted':
      return '  post-install snapshot kept';
    case 'done':
    case 'told':
      return null;
  }
}

function isAct(fact: Exclude<JournalFact, AttemptFact>): fact is ActFact {
  return 'who' in fact;
}

function deliveryAsText(delivery: Delivery): string | null {
  switch (delivery.kind) {
    case 'nothing':
      return null;
    case 'delivered':
      return `told the host: ${countAsText(delivery.commits, 'status commit')}`;
    case 'recovered':
      return `told beside the status branch, under ${delivery.branch}: ${countAsText(delivery.commits, 'commit')}`;
    case 'unreachable':
      return `${countAsText(delivery.waiting, 'status commit')} waiting to be told: ${delivery.why}`;
  }
}
