import { describe, expect, it } from 'vitest';
import { createBranchesOf } from '../../src/campaign/branches.ts';
import { createPersonaliser } from '../../src/message/personalise.ts';
import { ANN, aMessage, anAppeal } from '../message/a-letter.ts';

const LONG = 'It is the reason why somebody answers when our telephone rings at night, all year.';

/** Which way the blocks of a letter go for Ann, and for an Ann with other fields. */
async function branchesFor(body: string, fields: Partial<typeof ANN>): Promise<string[]> {
  const message = await aMessage({ appeal: anAppeal(`${body}\n\n[Sign]({{sign_link}})`) });
  const personalise = createPersonaliser(message);
  const branchesOf = createBranchesOf(message);
  return [ANN, { ...ANN, ...fields }].map((one) => branchesOf(personalise(one)));
}

describe('which way the large blocks of a letter go', () => {
  it('is the same for all with the same outcome, whatever else differs', async () => {
    const [ann, bo] = await branchesFor(`Dear {{first_name}},\n\n{{#if donor}}${LONG}{{/if}}`, {
      first_name: 'Bo',
      donor: 'since 2012',
    });
    expect(ann).toBe(bo);
    expect(ann).not.toBe('');
  });

  it('differs for those with another outcome, by the body or by its opposite', async () => {
    for (const block of [
      `{{#if donor}}${LONG}{{/if}}`,
      `{{#unless donor}}${LONG}{{/unless}}`,
      `{{#if donor}}Thank you.{{else}}${LONG}{{/if}}`,
    ]) {
      const [donor, other] = await branchesFor(block, { donor: '' });
      expect(donor).not.toBe(other);
    }
  });

  it('is nothing where a block is short, has a field within, or is a loop', async () => {
    for (const block of [
      'Dear {{#if donor}}donor{{/if}} friend',
      `{{#if donor}}${LONG} {{first_name}}{{/if}}`,
      `Dear {{#each (split tags ";")}}${LONG} {{this}}{{/each}}`,
    ]) {
      expect(await branchesFor(block, { donor: '' })).toEqual(['', '']);
    }
  });

  it('looks at few blocks, so that there are few sorts of batches', async () => {
    const blocks = Array.from(
      { length: 9 },
      (_, index) => `{{#if donor}}${index} ${LONG}{{/if}}`,
    ).join('\n\n');
    const [ann = ''] = await branchesFor(blocks, {});
    expect(ann).toHaveLength(4);
  });
});
