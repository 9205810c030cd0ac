import { kindOf } from '../document/document-name.ts';
import type { TargetFacts } from '../installed/target-facts.ts';
import type { KitDocument } from '../kit/kit-document.ts';
import type { Manifest } from '../kit/manifest.ts';
import { asHeldBy } from './as-held-by.ts';

type Engine = Pick<TargetFacts, 'can' | 'engine'>;

/** Why an engine cannot do what a patch asks for besides its documents; null: it can. */
export function whyNotDone(manifest: Pick<Manifest, 'install'>, { can, engine }: Engine): string | null {
  const { run, production } = manifest.install;
  if (run !== null && can.runs === 'none') {
    return `The patch runs ${run}, and the engine ${engine} runs no code.`;
  }
  if (production !== 'none' && !can.productions) {
    return `The patch wants the production's "${production}", and the engine ${engine} has no productions.`;
  }
  return null;
}

/** A patch in the terms of this engine, or why the engine cannot hold what it carries. */
export function takenBy(
  facts: Engine,
  content: { readonly manifest: Manifest; readonly kit: readonly KitDocument[] },
): ReturnType<typeof asHeldBy> {
  const held = asHeldBy(facts.can.routines, content);
  if ('why' in held) return held;
  const foreign = held.kit.map(({ document }) => document.name).filter((name) => !canHold(facts, name));
  return foreign.length > 0 ? { why: notHeld(facts, foreign) } : held;
}

function canHold({ can }: Engine, name: KitDocument['document']['name']): boolean {
  if (kindOf(name) === 'routine') return can.routines.some((extension) => name.endsWith(`.${extension}`));
  return can.kinds.includes(kindOf(name));
}

function notHeld({ engine }: Engine, names: readonly string[]): string {
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return `The engine ${engine} does not hold ${names.slice(0, 5).join(', ')}${more}.`;
}
