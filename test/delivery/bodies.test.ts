import { expect, test } from 'vitest';
import { createBodies, createBody } from '../../src/delivery/bodies.ts';

test('a body grows as it must, and holds what was added', () => {
  const body = createBody();
  const pieces = ['a'.repeat(1_000_000), 'b'.repeat(3_000_000), 'c', ''];
  for (const piece of pieces) body.add(piece);
  expect(body.bytes().equals(Buffer.from(pieces.join('')))).toBe(true);
  body.clear();
  expect(body.bytes()).toHaveLength(0);
});

test('memory is written over only if the body before was read to its end', () => {
  const bodies = createBodies();
  const first = bodies.fill((body) => body.add('first'));
  const late = bodies.get(first);
  bodies.drop(first, false);
  const second = bodies.fill((body) => body.add('other'));
  expect(late?.toString()).toBe('first');
  bodies.drop(second, true);
  expect(bodies.get(second)).toBeUndefined();
});

test('bodies under way at once do not share memory', () => {
  const bodies = createBodies();
  const done = bodies.fill((body) => body.add('done'));
  bodies.drop(done, true);
  const names = ['one', 'two', 'three'].map((text) => bodies.fill((body) => body.add(text)));
  expect(names.map((name) => bodies.get(name)?.toString())).toEqual(['one', 'two', 'three']);
});
