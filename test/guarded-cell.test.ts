import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withGuard, withoutGuard } from '../src/guarded-cell.ts';

const cell = fc
  .array(fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', '\uff1d', 'a', '1', ' '))
  .map((characters) => characters.join(''));

it('leaves no cell that a spreadsheet would run, and every cell can be had back', () => {
  fc.assert(
    fc.property(fc.oneof(cell, fc.string()), (text) => {
      expect(withGuard(text)).not.toMatch(/^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/);
      expect(withoutGuard(withGuard(text))).toBe(text);
    }),
  );
});
