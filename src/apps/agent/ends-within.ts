import type { LoopMachine } from './loop-machine.ts';

/** Whether the work ends within so many milliseconds by the machine's clock; it is not ended. */
export async function endsWithin(
  work: Promise<void>,
  milliseconds: number,
  machine: Pick<LoopMachine, 'alarm'>,
): Promise<boolean> {
  let callOff: () => void = () => undefined;
  const late = new Promise<false>((resolve) => {
    callOff = machine.alarm(milliseconds, () => {
      resolve(false);
    });
  });
  const inTime = await Promise.race([work.then(() => true), late]);
  callOff();
  return inTime;
}
