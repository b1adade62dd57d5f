import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { everySignature } from '../../src/signatures/every-signature.ts';
import { exportColumns, USUAL_COLUMNS } from '../../src/signatures/export-columns.ts';
import { exportSignatures } from '../../src/signatures/export-signatures.ts';
import { aBook, aSignature } from './a-book.ts';

const { ledger: nobody } = aBook(0);

async function exported(changes: object, columns: readonly string[] = USUAL_COLUMNS) {
  async function* rows() {
    yield { ...aSignature(1, changes), campaignName: '' };
  }
  const form = { columns: await exportColumns(columns, 'river', nobody), bom: false } as const;
  const { stream, counts } = exportSignatures(rows(), nobody, { ...form, format: 'ndjson' });
  const documents = (await text(stream)).split('\n').filter(Boolean);
  return { documents: documents.map((one) => JSON.parse(one)), counts };
}

it('gives a comment only of who lets it be shown, and says how many it kept back', async () => {
  const shown = await exported({ comment: 'Yes.', consents: ['show'] });
  expect(shown).toMatchObject({
    documents: [{ comment: 'Yes.' }],
    counts: { comments_kept_back: 0 },
  });
  const silent = await exported({ comment: 'Yes.', consent: true, consents: ['age'] });
  expect(silent).toMatchObject({ documents: [{ comment: '' }], counts: { comments_kept_back: 1 } });
});

it('gives no address unless it is asked for, and then only of who has agreed to mail', async () => {
  const usual = await exported({ consent: true });
  expect(JSON.stringify(usual.documents)).not.toContain('@');
  const asked = await exported({ consent: true }, ['email']);
  expect(asked.documents).toEqual([{ email: '1@example.org' }]);
  const refused = await exported({ consent: false }, ['email']);
  expect(refused).toMatchObject({ documents: [{ email: '' }], counts: { addresses_kept_back: 1 } });
});

it('leaves out who was erased, and counts her', async () => {
  const { documents, counts } = await exported({ isErased: true });
  expect(documents).toEqual([]);
  expect(counts).toMatchObject({ exported: 0, erased: 1 });
});

it.each(['domain', 'address_hash', 'network', 'emial'])('has no column %s', async (name) => {
  await expect(exported({}, [name])).rejects.toMatchObject({ code: 'usage' });
});

it('guards in CSV what a spreadsheet would run', async () => {
  async function* rows() {
    const firstName = '=HYPERLINK("https://evil.example")';
    yield { ...aSignature(1, { firstName, lastName: '@x' }), campaignName: '' };
  }
  const columns = await exportColumns(['first_name', 'last_name'], 'river', nobody);
  const { stream } = exportSignatures(rows(), nobody, { columns, format: 'csv', bom: true });
  // Reading text takes the mark of UTF-8 off.
  expect(await text(stream)).toBe(
    `first_name,last_name\n"'=HYPERLINK(""https://evil.example"")",'@x\n`,
  );
});

it.each(['csv', 'ndjson'] as const)(
  'reads no further in %s than whoever takes it: memory is flat',
  async (format) => {
    const { ledger, pages } = aBook(1_000_000);
    const columns = await exportColumns(USUAL_COLUMNS, 'river', ledger);
    const rows = everySignature(ledger, { petition: 'river' });
    const { stream } = exportSignatures(rows, ledger, { columns, format, bom: false });
    const pieces = stream[Symbol.asyncIterator]();
    await pieces.next();
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(pages()).toBeGreaterThan(0);
    expect(pages()).toBeLessThan(10);
    stream.destroy();
  },
);
