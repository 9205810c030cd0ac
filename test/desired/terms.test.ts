import test from 'ava';
import fc from 'fast-check';
import { digestOf } from '../../src/base/digest.ts';
import { isFailure } from '../../src/base/failure.ts';
import type { PatchId, SiteName } from '../../src/base/names.ts';
import { termsNamespace } from '../../src/base/signer.ts';
import { verifySshSignature } from '../../src/base/ssh-signature.ts';
import type { Terms } from '../../src/desired/terms.ts';
import { signTerms, termsPayload } from '../../src/desired/terms.ts';
import { parseTerms, writeTerms } from '../../src/desired/terms-file.ts';
import { approver } from './a-channel.ts';

const instants = fc.integer({ min: 0, max: 4_000_000_000_000 });
const common = {
  who: fc.constantFrom('rita.gomes', 'a', 'Ben_1'),
  why: fc.string({ unit: 'grapheme', maxLength: 100 }).map((text) => text.replace(/\p{Cc}/gu, '')),
  at: instants,
};
const patch = fc.constantFrom('LAB-1', 'LAB-2.3') as fc.Arbitrary<PatchId>;
const site = fc.constantFrom('prod-1', 'uat.1') as fc.Arbitrary<SiteName>;
const releaseDigest = fc.string().map((text) => digestOf(text));
const maybe = fc.option(instants, { nil: null });
const allTerms = fc.oneof(
  fc.record({
    ...common,
    kind: fc.constant('approval'),
    place: fc.record({ kind: fc.constantFrom('site', 'ring'), name: site }),
    patch,
    releaseDigest,
    expiresAt: maybe,
  }),
  fc.record({ ...common, kind: fc.constant('hold'), site, patch, releaseDigest, until: maybe }),
  fc.record({
    ...common,
    kind: fc.constant('hold'),
    site,
    patch: fc.constant(null),
    releaseDigest: fc.constant(null),
    until: maybe,
  }),
  fc.record({
    ...common,
    kind: fc.constant('recall'),
    patch,
    releaseDigest,
    installed: fc.constantFrom('keep', 'remove'),
  }),
) as fc.Arbitrary<Terms>;

test('terms that are written read back as the same terms, and their signature still holds', (t) => {
  fc.assert(
    fc.property(allTerms, (terms) => {
      const signed = signTerms(terms, approver);
      const read = parseTerms('t.yaml', writeTerms(signed));
      t.deepEqual(read.terms, terms);
      t.is(verifySshSignature(read.signature, termsNamespace, termsPayload(read.terms)).kind, 'good');
    }),
  );
});

test('different terms are never the same bytes to sign', (t) => {
  fc.assert(
    fc.property(allTerms, allTerms, (a, b) => {
      const same = Buffer.from(termsPayload(a)).equals(Buffer.from(termsPayload(b)));
      t.is(same, JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)));
    }),
  );
});

test('what is signed is the text that is documented', (t) => {
  const terms: Terms = {
    kind: 'approval',
    place: { kind: 'site', name: 'prod-1' as SiteName },
    patch: 'LAB-1' as PatchId,
    releaseDigest: digestOf('x'),
    who: 'rita',
    why: 'Seen in "uat"',
    at: Date.parse('2026-03-01T10:00:00Z'),
    expiresAt: null,
  };
  t.is(
    Buffer.from(termsPayload(terms)).toString(),
    `patchfleet terms 1
kind: "approval"
place: "site prod-1"
patch: "LAB-1"
release: "${digestOf('x')}"
who: "rita"
at: "2026-03-01T10:00:00.000Z"
expires: null
installed: null
why: "Seen in \\"uat\\""
`,
  );
});

const head = `kind: hold\nsite: prod-1\nwho: ben\nat: 2026-03-01T10:00:00Z\nwhy: x\n`;
const armor = 'signature: |\n  -----BEGIN SSH SIGNATURE-----\n  AAAA\n  -----END SSH SIGNATURE-----\n';
const wrong: readonly (readonly [what: string, text: string, expected: RegExp])[] = [
  ['a hold of a patch without its digest', `${head}patch: LAB-1\n${armor}`, /release: does not go with/],
  ['no signature', `${head}patch: all\n`, /signature: is missing/],
  [
    'another kind',
    `${head.replace('hold', 'wish')}patch: all\n${armor}`,
    /kind: is "wish", expected|is a map/,
  ],
  [
    'a time without zone',
    `${head.replace('10:00:00Z', '10:00:00')}patch: all\n${armor}`,
    /at: .*expected an instant/,
  ],
  ['a name that is a path', `${head.replace('ben', '../ben')}patch: all\n${armor}`, /who: .*expected a name/],
  ['a key that is not signed', `${head}patch: all\nextra: 1\n${armor}`, /extra/],
];
for (const [what, text, expected] of wrong) {
  test(`terms with a mistake are refused with its place: ${what}`, (t) => {
    const error = t.throws(() => parseTerms('t.yaml', text));
    t.true(isFailure(error, 'INVALID_FILE'));
    t.regex(error.message, expected);
  });
}

function sorted(terms: Terms): unknown {
  const place = 'place' in terms ? `${terms.place.kind} ${terms.place.name}` : null;
  return Object.entries({ ...terms, place }).sort(([a], [b]) => (a < b ? -1 : 1));
}
