import { afterAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { openExamplePlace } from './a-place-for-examples.ts';
import { NOT_RUN, stageOf } from './example-stages.ts';

describe('the examples of', () => {
  const place = openExamplePlace();
  afterAll(() => place.close());

  it.each(
    COMMANDS.flatMap(({ examples }) => examples)
      .filter((example) => !(example in NOT_RUN))
      .map((example) => [example]),
  )('help: %s', async (example) => {
    const { status, out, err } = await place.run(example, stageOf(example));
    expect(err).not.toMatch(/\[usage\]|This is a bug/);
    // One that waits for hours is stopped here, and could be resumed.
    const fine = example.includes('--wait') ? [4] : [0, 1];
    expect(fine, out + err).toContain(status);
  });

  it('help that are not run are still there', () => {
    const all = COMMANDS.flatMap(({ examples }) => examples);
    expect(Object.keys(NOT_RUN).filter((example) => !all.includes(example))).toEqual([]);
  });
});
