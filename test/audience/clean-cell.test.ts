import { expect, test } from 'vitest';
import { cleanCell } from '../../src/audience/clean-cell.ts';

test.each([
  ['  Ann \n Lee\u2028', 'Ann   Lee', 'stands on one line'],
  ['Ann\0\u0007', 'Ann', 'loses control characters'],
  ['\u202EnnA\u202C', 'nnA', 'cannot turn the text around it'],
  ['\u2066Ann\u2069 \u202ALee', 'Ann Lee', 'cannot isolate or embed either'],
  ['שרה\u200F', 'שרה\u200F', 'keeps letters of the other direction, and their marks'],
  ['Zoë 👩‍👩‍👧', 'Zoë 👩‍👩‍👧', 'keeps all else'],
])('the cell %j becomes %j: it %s', (cell, clean, _reason) => {
  expect(cleanCell(cell)).toBe(clean);
});
