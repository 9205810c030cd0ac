import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Of a session's forms so many may have been sent before the oldest that are still open are refused. */
const mostSpent = 500;

/**
 * Tokens of one session's forms: each is worth one request, so that neither a forged form nor one that is sent again does anything.
 * What is kept does not grow with the forms that are drawn.
 */
export interface FormTokens {
  /** For all forms of one drawn page. */
  issue(): string;
  /** `spent`: a form of the same page was sent already, or the page is very old; `wrong`: it is none of this session's. */
  spend(token: string): 'good' | 'spent' | 'wrong';
}

export function openFormTokens(): FormTokens {
  const secret = randomBytes(32);
  const spent = new Set<number>();
  let [last, floor] = [0, 0];
  const proofOf = (count: number): Buffer => createHmac('sha256', secret).update(String(count)).digest();
  return {
    issue() {
      last += 1;
      return `${last}.${proofOf(last).toString('base64url')}`;
    },
    spend(token) {
      const [, count = '', proof = ''] = /^(\d{1,12})\.([\w-]{43})$/.exec(token) ?? [];
      const number = Number(count);
      if (count === '' || !timingSafeEqual(proofOf(number), Buffer.from(proof, 'base64url'))) return 'wrong';
      if (number <= floor || spent.has(number)) return 'spent';
      spent.add(number);
      if (spent.size > mostSpent) {
        floor = Math.min(...spent);
        spent.delete(floor);
      }
      return 'good';
    },
  };
}
