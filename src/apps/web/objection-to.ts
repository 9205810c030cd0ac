import type { ActFact } from '../../journal/journal-event.ts';
import { objectionOfPlan } from '../../reconcile/objection-of-plan.ts';
import { objectionToAct } from '../../reconcile/objection-to-act.ts';
import type { Scene } from './scene.ts';

/** What an act says besides who and why. */
export type Act = ActFact extends infer Fact
  ? Fact extends unknown
    ? Omit<Fact, 'who' | 'why'>
    : never
  : never;

/** Why an act would be refused as the site stands; null: it would be recorded. */
export function objectionTo({ outlook, acts, now, zone, who }: Scene, act: Act): string | null {
  const ground = { now, zone, installed: outlook.view.installed, acts };
  const whole = { ...act, who, why: '' };
  return (objectionToAct(whole, ground) ?? objectionOfPlan(whole, outlook))?.why ?? null;
}
