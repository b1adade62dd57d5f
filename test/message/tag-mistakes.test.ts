import { expect, test } from 'vitest';
import { anAppeal, compileLetter, FIELDS } from './a-letter.ts';

const problemsOf = async (body: string) => {
  const letter = { appeal: anAppeal(`${body}\n\n{{> sign}}\n`), fields: FIELDS };
  return (await compileLetter(letter)).problems;
};

test.each([
  ['a {{#if donor} b {{/if}} c', '9:3', 'Write {{#if donor}}.'],
  ['{{#if donor}\nx\n{{else}}\ny\n{{/if}}\n\n{{#if gift}}z{{/if}}', '9:1', 'Write {{#if donor}}.'],
  ['a {{#if (eq gift "}")}} b {{else} c {{/if}}', '9:27', 'Write {{else}}.'],
  ['a {{#if donor}} b {{/if} c', '9:19', 'Write {{/if}}.'],
  ['a {#if donor}} b {{/if}} c', '9:3', 'Write {{#if donor}}.'],
  ['{{#if donor}}a{{else}}b{{else}}c{{/if}}', '9:24', 'Take it out'],
  ['{{#if donor}}a{{else}}b{{else if gift}}c{{/if}}', '9:24', 'before the {{else}}'],
  ['a {{#if donor = "yes"}}b{{/if}}', '9:3', '{{#if (eq donor "yes")}}'],
  ['{{first_name | default: "friend"}} x', '9:1', '{{default first_name "friend"}}'],
  ['{{default first_name friend}} x', '9:22', 'put quotes around it: "friend"'],
])('%j is told once, with what to write', async (body, place, advice) => {
  const [problem, ...others] = await problemsOf(body);
  expect(others).toEqual([]);
  expect(`${problem?.where?.line}:${problem?.where?.column}`).toBe(place);
  expect(problem?.fix).toContain(advice);
});

test.each([
  '{{#if donor}}a{{else if gift}}b{{else}}c{{/if}}',
  '{{#if donor}}{{#if gift}}a{{else}}b{{/if}}{{else}}c{{/if}}',
  'Braces as text: \\{{#if donor} and {#if}.',
])('%j is right', async (body) => {
  expect(await problemsOf(body)).toEqual([]);
});
