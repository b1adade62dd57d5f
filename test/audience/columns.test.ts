import { describe, expect, test } from 'vitest';
import { parseColumns } from '../../src/audience/column-choices.ts';
import { readHeader, readList } from '../../src/audience/read-list.ts';
import { requireColumns } from '../../src/audience/require-columns.ts';
import { collect, tempList } from './temp-list.ts';

async function fieldsOf(header: string, columns: readonly string[] = []) {
  const checked = await readHeader(tempList(`${header}\n`), { columns: parseColumns(columns) });
  return { fields: checked.value?.fields, problems: checked.problems };
}

describe("other programs' exports become merge fields", () => {
  test.each([
    [
      'ActionKit',
      'user_id,email,first_name,last_name,city,state,region,postal,zip,country,lang',
      'user_id email first_name last_name city state region postcode zip country lang',
    ],
    [
      'Action Network',
      'first_name,last_name,email,can2_user_address,can2_user_city,can2_state_abbreviated,zip_code,can2_phone',
      'first_name last_name email can2_user_address city state postcode can2_phone',
    ],
    [
      'Mailchimp',
      '"Email Address","First Name","Last Name",Address,"Phone Number",MEMBER_RATING,LEID,TAGS',
      'email first_name last_name address phone_number member_rating leid tags',
    ],
    ['Mailchimp, older', 'EMAIL,FNAME,LNAME,ZIP', 'email first_name last_name postcode'],
    [
      'Google Contacts',
      'Name,Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Value,Address 1 - City',
      'name first_name last_name e_mail_1_type email e_mail_2_value city',
    ],
    [
      'Google Contacts, newer',
      'First Name,Middle Name,Last Name,E-mail 1 - Label,E-mail 1 - Value,Address 1 - Postal Code',
      'first_name middle_name last_name e_mail_1_label email postcode',
    ],
    [
      'Google Forms and Sheets',
      'Timestamp,Email Address,First name,ZIP code',
      'timestamp email first_name postcode',
    ],
    [
      'NationBuilder',
      'nationbuilder_id,first_name,last_name,email,email_opt_in,primary_city,primary_state,primary_zip',
      'nationbuilder_id first_name last_name email email_opt_in city state postcode',
    ],
    [
      'EveryAction',
      'VANID,LastName,FirstName,PreferredEmail,City,State/Province,Zip/Postal',
      'vanid last_name first_name email city state postcode',
    ],
    [
      'Salsa',
      'supporter_KEY,First_Name,Last_Name,Email,City,State,Zip',
      'supporter_key first_name last_name email city state postcode',
    ],
    [
      'CiviCRM',
      'Contact ID,First Name,Last Name,Home-Email,City,Postal Code,State',
      'contact_id first_name last_name email city postcode state',
    ],
  ])('%s', async (_program, header, fields) => {
    expect((await fieldsOf(header)).fields).toEqual(fields.split(' '));
  });
});

test('of two columns for one field the better name is taken, and that is told', async () => {
  const { fields, problems } = await fieldsOf('Zip,Email,Email Address,Postal Code');
  expect(fields).toEqual(['zip', 'email', 'email_address', 'postcode']);
  expect(problems.map(({ severity, code, where }) => [severity, code, where?.column])).toEqual([
    ['warning', 'list-similar-columns', 1],
    ['warning', 'list-similar-columns', 11],
  ]);
  expect(problems[0]?.what).toBe(
    'The columns "Postal Code" and "Zip" both look like "postcode": the first is taken, and "Zip" is {{zip}}.',
  );
});

test('two columns of one name cannot be told apart, until staff say which it is', async () => {
  const header = 'Email,Notes,NOTES';
  const { fields, problems } = await fieldsOf(header);
  expect(fields).toBeUndefined();
  expect(problems).toMatchObject([
    { code: 'list-double-column', severity: 'error', where: { column: 13 } },
  ]);
  expect(problems[0]?.fix).toContain('--columns notes=2');
  expect((await fieldsOf(header, ['notes=3'])).fields).toEqual(['email', 'notes']);
});

describe('staff say which column is which field', () => {
  test.each([
    ['Mail,Vorname', ['email=Mail,first_name=Vorname'], 'email first_name'],
    ['Kontakt,Vor- und Nachname', ['email=kontakt', 'name=Vor- und Nachname'], 'email name'],
    ['email,work', ['email=work'], 'email'],
    ['a;b', ['email=2'], 'a email'],
    ['Mail,"Name, first"', ['email=Mail,first_name=Name, first'], 'email first_name'],
    ['Mail,PLZ', ['zip=PLZ', 'E-Mail=Mail'], 'email postcode'],
  ])('%s with %j: %s', async (header, columns, fields) => {
    const found = await fieldsOf(header, columns);
    expect(found.problems).toEqual([]);
    expect(found.fields).toEqual(fields.split(' '));
  });

  test('and rows are read accordingly', async () => {
    const file = tempList('email,work,n\nold@example.org,new@example.org,Ana\n');
    const [row] = await collect(readList(file, { columns: parseColumns(['email=work']) }));
    expect(row).toMatchObject({ email: 'new@example.org', fields: { n: 'Ana' } });
  });

  test.each([[['email']], [['=Mail']], [['email=']], [['sign_link=Mail']], [['😀=Mail']]])(
    '%j says nothing that can be followed',
    (columns) => {
      expect(() => parseColumns(columns)).toThrow(/does not say which column/);
    },
  );

  test('a column that is on none of the lists is an error with the nearest name', async () => {
    const lists = [tempList('email,Vorname\n'), tempList('email,name\n')];
    await requireColumns(parseColumns(['first_name=Vorname,x=2']), lists);
    await expect(requireColumns(parseColumns(['first_name=Vornme']), lists)).rejects.toMatchObject({
      code: 'column-unknown',
      exit: 2,
      message: '--columns first_name=Vornme: there is no column "Vornme". Did you mean "Vorname"?',
    });
  });
});
