/** What the helper routine answered to one request. */
export type Answer =
  | { readonly kind: 'done'; readonly word: string; readonly body: Buffer }
  /** An M error (`$ZSTATUS`), and at the how many-th edit; whatever was begun is undone. */
  | { readonly kind: 'error'; readonly status: string; readonly edits: number };

/**
 * The answers in what the helper routine writes, one by one. What is no answer ends them (a process that cannot start says why in prose): it is
 * returned, cut to 2,000 characters, when the process has ended.
 */
export async function* readAnswers(output: AsyncIterable<Buffer>): AsyncGenerator<Answer, string> {
  const body: Buffer[] = [];
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of output) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    for (let frame = frameAt(rest); frame !== null; frame = frameAt(rest)) {
      rest = rest.subarray(headerSize + frame.length);
      const [kind, content] = [frame.toString('latin1', 0, 1), frame.subarray(1)];
      if (kind === '+') body.push(content);
      else yield answerOf(kind, content, Buffer.concat(body.splice(0)));
    }
  }
  return rest.toString('latin1', 0, 2_000).trim();
}

const headerSize = 9;

/** Null: it is not whole, or none. */
function frameAt(bytes: Buffer): Buffer | null {
  const header = bytes.toString('latin1', 0, headerSize);
  const end = headerSize + Number(header);
  return /^\d{9}$/.test(header) && bytes.length >= end ? bytes.subarray(headerSize, end) : null;
}

function answerOf(kind: string, content: Buffer, body: Buffer): Answer {
  const text = content.toString('latin1');
  if (kind === '.') return { kind: 'done', word: text, body };
  return { kind: 'error', status: text.slice(text.indexOf(' ') + 1), edits: Number.parseInt(text, 10) };
}

/** Takes apart what the helper routine wrote with `counted`. */
export function readCounted(body: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let rest = body; rest.length > 0;) {
    const frame = frameAt(rest);
    if (frame === null) throw new Error('the helper routine counted wrongly');
    found.push(frame);
    rest = rest.subarray(headerSize + frame.length);
  }
  return found;
}
