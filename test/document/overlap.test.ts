import test from 'ava';
import { documentName } from '../../src/document/document-name.ts';
import { narrowestRoot, overlaps } from '../../src/document/overlap.ts';

const rootOf = (...references: string[]): string =>
  narrowestRoot(references.map((reference) => ({ reference })));
const overlap = (a: string, b: string): boolean => overlaps(documentName(a), documentName(b));

test('a document overlaps itself, and a global the subtrees of it and those that hold it', (t) => {
  t.true(overlap('Lab.Router.cls', 'Lab.Router.cls'));
  t.true(overlap('^Lab', '^Lab("in")'));
  t.true(overlap('^Lab("in",1)', '^Lab("in")'));
  t.false(overlap('^Lab("in")', '^Lab("out")'));
  t.false(overlap('^Lab("in")', '^Lab("inner")'));
  t.false(overlap('^Lab', '^Labor'));
  t.false(overlap('Lab.cls', 'Lab.mac'));
});

test('the narrowest root holds all nodes and no more levels than they share', (t) => {
  t.is(rootOf('^Lab("in",1)'), '^Lab("in",1)');
  t.is(rootOf('^Lab("in",1)', '^Lab("in",2,"x")'), '^Lab("in")');
  t.is(rootOf('^Lab("in")', '^Lab("in",2,"x")'), '^Lab("in")');
  t.is(rootOf('^Lab("in")', '^Lab("out")'), '^Lab');
  t.is(rootOf('^Lab', '^Lab("in",1)'), '^Lab');
  t.throws(() => rootOf());
  t.throws(() => rootOf('^A', '^B'));
});
