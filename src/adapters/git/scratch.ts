/**
 * So many bytes of a buffer that is used again and again; what was in them before is lost. A new buffer for each object would not
 * be given back at once: V8 lets some 64 MiB of them lie about before it collects them.
 */
export type Scratch = (length: number) => Buffer;

export function openScratch(): Scratch {
  let held = Buffer.alloc(0);
  return (length) => {
    if (held.length < length) held = Buffer.allocUnsafeSlow(Math.ceil(length / 2 ** 20) * 2 ** 20);
    return held.subarray(0, length);
  };
}
