import { afterEach, describe, expect, test } from 'vitest';
import type { Address } from '../../src/terms.ts';
import { type ASite, openSite, PETITION, post, ROSA, type Wishes } from './a-site.ts';

let site: ASite;
afterEach(() => site.close());

async function open(wishes: Wishes = {}): Promise<void> {
  site = await openSite(wishes);
}

const textAt = async (url: string) => (await fetch(url)).text();

async function signed(email: Address = ROSA) {
  const number = await site.ledger.signatureOf(PETITION.slug, email);
  return number && site.ledger.signature(number);
}

describe('somebody to whom a letter was forwarded', () => {
  test('sees in whose name she would sign, and a way to sign in her own', async () => {
    await open();
    const html = await textAt(site.signLink());
    expect(html).toContain('as <strong>Rosa</strong>, <strong>r…@example.org</strong>');
    expect(html).toContain(
      'Not Rosa? <a href="/p/keep-the-door-open?lang&#x3D;en">Sign as yourself',
    );
    const own = await textAt(`${site.url}/p/keep-the-door-open?lang=en`);
    expect(own).not.toMatch(/Rosa|r…@/);
  });

  test('finds that way also after the recipient has signed', async () => {
    await open();
    await post(site.signLink(), { first_name: 'Rosa' });
    const html = await textAt(site.signLink());
    expect(html).toContain('You had already signed');
    expect(html).toContain(
      'Not Rosa? <a href="/p/keep-the-door-open?lang&#x3D;en">Sign as yourself',
    );
    expect(await textAt(`${site.signLink()}/thanks`)).not.toContain('Sign as yourself');
  });

  test('is not given the last name of the recipient with a first name of her own', async () => {
    await open();
    await post(site.signLink(), { first_name: 'Nina', last_name: '' });
    expect(await signed()).toMatchObject({ firstName: 'Nina', lastName: '' });
  });

  test('is shown the address where the list has no name', async () => {
    await open({ supporters: [{ email: ROSA, fields: {} }] });
    const html = await textAt(site.signLink());
    expect(html).toContain('You are signing as <strong>r…@example.org</strong>');
    expect(html).toContain('Is that not your address? <a href="/p/');
  });
});

describe('the last name of a recipient', () => {
  const fields = { last_name: 'required' } as const;

  test('need not be written, as it is known, and is not shown', async () => {
    await open({ petition: { fields } });
    const html = await textAt(site.signLink());
    expect(html).not.toContain('Reyes');
    expect(html).toContain('(we know it; you can leave this empty)');
    expect(html).not.toMatch(/id="last_name"[^>]* required/);
    await post(site.signLink(), { first_name: ' ROSA', last_name: ' ' });
    expect(await signed()).toMatchObject({ firstName: 'ROSA', lastName: 'Reyes' });
  });

  test('is hers to change', async () => {
    await open({ petition: { fields } });
    await post(site.signLink(), { first_name: 'Rosa', last_name: 'Parks' });
    expect(await signed()).toMatchObject({ lastName: 'Parks' });
  });

  test.each([
    [{ first_name: 'Rosa' }, 'Rosa', 'the list has none'],
    [{ first_name: 'Rosa', last_name: 'Reyes' }, 'Nina', 'the first name is another'],
  ])('must be written if it is required and %#: $2', async (list, first_name, _why) => {
    await open({ petition: { fields }, supporters: [{ email: ROSA, fields: list }] });
    const answer = await post(site.signLink(), { first_name });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain('<a href="#last_name">Write your last name.</a>');
    expect(html).toMatch(/id="last_name"[^>]* required aria-invalid="true"/);
    expect(await signed()).toBeUndefined();
  });
});
