import type { Ports } from '../../ports/ports.ts';

/** The same ports, which give a sign of life with every call: a pass tells little while it copies, loads or compares. */
export function beatingPorts(ports: Ports, beat: () => void): Ports {
  const target = beating(ports.target, beat);
  return {
    repository: beating(ports.repository, beat),
    target: { ...target, open: async (holder) => beating(await target.open(holder), beat) },
    vault: beating(ports.vault, beat),
    journal: beating(ports.journal, beat),
    outbox: beating(ports.outbox, beat),
    clock: ports.clock,
  };
}

/** A port is an object of functions. */
function beating<P extends object>(port: P, beat: () => void): P {
  const calls = Object.entries(port).map(([name, call]: [string, unknown]) => [
    name,
    typeof call !== 'function'
      ? call
      : (...given: unknown[]): unknown => {
          beat();
          return Reflect.apply(call, port, given) as unknown;
        },
  ]);
  return { ...port, ...(Object.fromEntries(calls) as Partial<P>) };
}
