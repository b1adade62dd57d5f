import { describe, expect, test, vi } from 'vitest';
import { createSendGrid } from '../../src/delivery/sendgrid.ts';
import { apiKey } from './open-sendgrid.ts';

describe('settings', () => {
  test.each([
    ['', 'nothing'],
    ['   ', 'white space'],
    ['hunter2-secret', 'something else'],
    ['SG.abc def', 'a key with a space in it'],
    ['SG.abc\r\nX-Evil: 1', 'a key with a line break in it'],
  ])('the key %j is refused as %s, without a warning and without being shown', (key) => {
    const warn = vi.spyOn(console, 'warn');
    const make = () => createSendGrid({ apiKey: key });
    expect(make).toThrow(expect.objectContaining({ code: 'sendgrid-key', exit: 3 }));
    if (key.trim()) expect(make).not.toThrow(key.trim());
    expect(warn).not.toHaveBeenCalled();
  });

  test('a key with white space around it is good, and prints no warning', async () => {
    const warn = vi.spyOn(console, 'warn');
    await createSendGrid({ apiKey: ` ${apiKey}\n` }).close();
    expect(warn).not.toHaveBeenCalled();
  });

  test.each([
    'https://api.eu.sendgrid.com/',
    'http://127.0.0.1:4010',
    'http://[::1]:4010',
    'http://localhost:4010',
  ])('the address %s is accepted', async (url) => {
    await createSendGrid({ apiKey, url }).close();
  });

  test.each([
    ['api.sendgrid.com', 'no scheme'],
    ['http://api.sendgrid.com', 'the key would travel in the clear'],
    ['http://127.0.0.1.example.org', 'only looks like this machine'],
    ['ftp://127.0.0.1', 'not HTTP'],
    ['https://user:pass@api.sendgrid.com', 'a user takes the place of the key'],
    ['https://api.sendgrid.com/?a=b', 'a query'],
  ])('the address %s is refused: %s', (url) => {
    const make = () => createSendGrid({ apiKey, url });
    expect(make).toThrow(expect.objectContaining({ code: 'sendgrid-url', exit: 3 }));
    expect(make).not.toThrow('pass@');
  });
});
