import { createHash } from 'node:crypto';
import { readAppeal } from '../../src/appeal/read-appeal.ts';
import { compileMessage } from '../../src/message/compile-message.ts';
import { FIELDS, SECRET, SETTINGS, TEMPLATES } from './a-letter.ts';

/** A hash of the compiled sample, every byte of it. */
export async function sampleHash(): Promise<string> {
  const appeal = await readAppeal('templates/appeals/safe-harbour.md');
  if (!appeal.value) throw new Error('the sample appeal has problems');
  const { value } = await compileMessage({
    appeal: appeal.value,
    settings: SETTINGS,
    roots: [TEMPLATES],
    fields: FIELDS,
    secret: SECRET,
  });
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
