import test from 'ava';
import { driftAsText, readDriftText } from '../../src/status/drift-text.ts';

const read = (documents: readonly string[], count = documents.length) =>
  readDriftText(driftAsText({ documents, count }));

test('what a status says of drift is read back', (t) => {
  t.deepEqual(read(['Lab.A.cls']), { documents: ['Lab.A.cls'], count: 1 });
  t.deepEqual(read(['/csp/and 2 more.csp', 'Lab.A.cls', '^LabG']), {
    documents: ['/csp/and 2 more.csp', 'Lab.A.cls', '^LabG'],
    count: 3,
  });
});

test('of very many documents ten are named, and all are counted', (t) => {
  const documents = Array.from({ length: 15 }, (_, index) => `Lab.C${index}.cls`);
  t.deepEqual(read(documents, 4000), { documents: documents.slice(0, 10), count: 4000 });
});

test('another text says nothing of drift', (t) => {
  t.is(readDriftText('Something has drifted.'), null);
});
