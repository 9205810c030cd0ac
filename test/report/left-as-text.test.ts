import test from 'ava';
import { digestOf } from '../../src/base/digest.ts';
import { documentName } from '../../src/document/document-name.ts';
import { leftAsText } from '../../src/report/left-as-text.ts';

test('a global without nodes is not said to be deleted, and code that is gone is', (t) => {
  t.is(leftAsText({ name: documentName('^LabNew'), digest: null }), 'no nodes');
  t.is(leftAsText({ name: documentName('LABOLD.mac'), digest: null }), 'deleted');
  const digest = digestOf('x');
  t.is(leftAsText({ name: documentName('LABIN.mac'), digest }), digest.slice(0, 12));
});
