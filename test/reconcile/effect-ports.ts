import type { Ports } from '../../src/ports/ports.ts';
import type { TargetSession } from '../../src/ports/target.ts';

/** The ports of a pass that stops for good after so many effects, and says so. */
export function stoppingPorts(ports: Ports, effects: number, stopped: () => void): Ports {
  let left = effects;
  return tellingPorts(ports, () => {
    left -= 1;
    if (left > 0) return;
    stopped();
    return new Promise(() => undefined);
  });
}

/** The ports, with a word after each effect: journal line, register, vault, target, status, push. It is waited for what that answers. */
export function tellingPorts(ports: Ports, after: (effect: string) => Promise<void> | void): Ports {
  const told = async <T>(effect: string, work: Promise<T>): Promise<T> => {
    const result = await work;
    await after(effect);
    return result;
  };
  const inOrder = (apply: TargetSession['applyInOrder']): Pick<TargetSession, 'applyInOrder'> =>
    apply === undefined ? {} : { applyInOrder: (changes) => told('target.applyInOrder', apply(changes)) };
  const watch = (session: TargetSession): TargetSession => ({
    appendRegister: (entries) => told('target.appendRegister', session.appendRegister(entries)),
    apply: (change) => told('target.apply', session.apply(change)),
    applyTogether: (edits) => told('target.applyTogether', session.applyTogether(edits)),
    ...inOrder(session.applyInOrder?.bind(session)),
    compile: (names) => told('target.compile', session.compile(names)),
    run: (step) => told('target.run', session.run(step)),
    writesOf: (attempt) => session.writesOf(attempt),
    forgetRun: (attempt) => told('target.forgetRun', session.forgetRun(attempt)),
    close: () => session.close(),
  });
  const { repository, clock, target, vault, journal, outbox } = ports;
  return {
    repository,
    clock,
    target: { ...target, open: async (holder) => watch(await told('target.open', target.open(holder))) },
    vault: { ...vault, save: (label, documents) => told('vault.save', vault.save(label, documents)) },
    journal: { ...journal, append: (event) => told('journal.append', journal.append(event)) },
    outbox: {
      tell: (commit) => told('outbox.tell', outbox.tell(commit)),
      deliver: (where) => told('outbox.deliver', outbox.deliver(where)),
      notice: (own) => outbox.notice(own),
      recoveredTo: () => outbox.recoveredTo(),
    },
  };
}
