import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Expression } from '../../src/message/expression.ts';
import type { Form } from '../../src/message/forms.ts';
import type { Message } from '../../src/message/message.ts';
import { createPersonaliser, finishCopy } from '../../src/message/personalise.ts';
import type { SlotNode } from '../../src/message/slot-tree.ts';
import { wireMessage } from '../../src/message/wire-message.ts';
import { ANN, aMessage, anAppeal, SECRET } from './a-letter.ts';
import { hostileReplace } from './hostile-replace.ts';
import { NASTY_TEXTS } from './nasty-values.ts';
import { plainHandlebars } from './plain-handlebars.ts';

/*
 * The message law: the shared html, text and subject with a recipient's substitutions applied is
 * what Handlebars renders for her from M, the template that the finished message stands for. M is
 * made here from the slots' trees as Handlebars source would have it, as an AST; nothing of the
 * evaluator that the product uses is used.
 */
type Node = { type: string; [key: string]: unknown };

const LOC = { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } };
const STRIP = { open: false, close: false };

function path(original: string, parts: string[], data = false): Node {
  return { type: 'PathExpression', data, depth: 0, parts, original, loc: LOC };
}

/** Every loop names its item and key; index, first and last are put by under names of their own. */
const local = (id: number) => `local${id}`;

function expression(of: Expression): Node {
  switch (of.kind) {
    case 'field':
      return call('field', [text(of.name)]);
    case 'local':
      return path(local(of.id), [local(of.id)]);
    case 'get':
      return call('get', [expression(of.of), text(of.key)]);
    case 'copy':
      return call('copy', [expression(of.of)]);
    case 'click':
      throw new Error('no letter of this test has tracked links');
    case 'constant':
      return constant(of.value);
    case 'call':
      return call(of.helper, of.args.map(expression), of.hash);
  }
}

function call(
  helper: string,
  params: Node[],
  hash: Readonly<Record<string, Expression>> = {},
): Node {
  const pairs = Object.entries(hash).map(([key, value]) => ({
    type: 'HashPair',
    key,
    value: expression(value),
    loc: LOC,
  }));
  return {
    type: 'SubExpression',
    path: path(helper, [helper]),
    params,
    hash: pairs.length > 0 ? { type: 'Hash', pairs, loc: LOC } : undefined,
    loc: LOC,
  };
}

const text = (value: string): Node => ({ type: 'StringLiteral', value, original: value, loc: LOC });

function constant(value: unknown): Node {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return { type: 'NumberLiteral', value, original: value, loc: LOC };
  if (typeof value === 'boolean')
    return { type: 'BooleanLiteral', value, original: value, loc: LOC };
  return { type: value === null ? 'NullLiteral' : 'UndefinedLiteral', loc: LOC };
}

const HELPER_OF: Readonly<Partial<Record<Form, string>>> = {
  url: 'url',
  link: 'link',
  line: 'line',
};

function statement(node: SlotNode): Node {
  if (typeof node === 'string') {
    return { type: 'ContentStatement', value: node, original: node, loc: LOC };
  }
  if ('value' in node) {
    const value = expression(node.value);
    const helper = HELPER_OF[node.form] ?? 'same';
    const { path: name, params, hash } = call(helper, [value]);
    return {
      type: 'MustacheStatement',
      path: name,
      params,
      hash,
      escaped: true,
      strip: STRIP,
      loc: LOC,
    };
  }
  const { kind, subject, includeZero, locals } = node.block;
  const isLoop = kind === 'each';
  const {
    path: name,
    params,
    hash,
  } = call(kind, [expression(subject)], kind === 'if' || kind === 'unless' ? { includeZero } : {});
  const program = (nodes: readonly SlotNode[], names?: string[]) => ({
    type: 'Program',
    body: nodes.map(statement),
    blockParams: names,
    strip: {},
    loc: LOC,
  });
  return {
    type: 'BlockStatement',
    path: name,
    params,
    hash,
    program: program(node.body, isLoop ? [local(locals), local(locals + 1)] : undefined),
    inverse: program(node.inverse),
    openStrip: STRIP,
    inverseStrip: STRIP,
    closeStrip: STRIP,
    loc: LOC,
  };
}

/** M: the shared text, cut at the tokens, with each slot's tree in its place. */
function templateOf(message: Message, shared: string): hbs.AST.Program {
  const nodes = new Map(message.slots.map((slot) => [slot.token, slot.node]));
  const body = shared
    .split(new RegExp(`(${message.prefix}[0-9a-z]{4})`))
    .filter((part) => part !== '')
    .map((part) => statement(nodes.get(part) ?? part));
  return { type: 'Program', body, strip: {}, loc: LOC } as unknown as hbs.AST.Program;
}

function compileTemplate(message: Message, part: 'subject' | 'html' | 'text') {
  const env = plainHandlebars();
  env.registerHelper('field', (name: string, { data }) => data.root[name]);
  env.registerHelper('get', (of: Record<string, unknown> | undefined, key: string) => of?.[key]);
  env.registerHelper('copy', (of: object) => Object.fromEntries(Object.entries(of ?? {})));
  env.registerHelper('same', (value: unknown) => value);
  env.registerHelper('url', (value: unknown) =>
    encodeURIComponent(String(value ?? '').toWellFormed()).replace(
      /[!'()*]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  );
  env.registerHelper('link', (value: unknown) => value);
  env.registerHelper('line', (value: unknown) =>
    String(value ?? '').replace(/[\r\n\u2028\u2029]+/g, ' '),
  );
  return env.compile(templateOf(message, message[part]), {
    preventIndent: true,
    noEscape: part !== 'html',
    ignoreStandalone: true,
  } as CompileOptions);
}

const BODY = `Dear {{default first_name "friend"}},

"Quotes" & <b>html</b>, {{#if donor}}_you gave_ {{gift}}{{else if gift}}**or** not{{/if}} {{upper last_name}}[@a].

{{#if donor}}
You gave: [your page](https://example.org/{{last_name}}?of={{first_name}}&t="{{gift}}").

{{> sign}}
{{else}}
{{#unless gift includeZero=true}}
Never yet, {{first_name}}.
{{else}}
{{gift}} once.
{{/unless}}
{{/if}}

Who: {{#*inline "who"}}{{title}}-{{lookup this "0"}}{{/inline}}{{#each (split tags ";")}}{{> who title=../first_name}};{{/each}}

Tags: {{#each (split tags ";") as |tag no|}}{{no}}{{tag}}{{#if (eq tag ../first_name)}} (as {{tag}}){{/if}}; {{else}}none {{../last_name}}{{/each}}

{{#each signers}}
- {{this}} and {{../first_name}} {{#with ../last_name}}({{this}}){{/with}}
{{/each}}

{{{organisation.name}}} [write](mailto:a@example.org?subject={{first_name}}%20{{last_name}}) ![{{first_name}}](https://example.org/{{#if donor}}d{{else}}{{gift}}{{/if}}.png)

{{> sign}}

<p title="{{first_name}}">{{lookup (split tags ";") 0}} {{first_name.length}}</p>
`;
const SOURCE = 'sources: { a: { title: "One & <two>", publisher: P, date: 2018 } }';
const LETTERS = {
  'the sample appeal': readFileSync('templates/appeals/safe-harbour.md', 'utf8'),
  'a letter with everything': anAppeal(
    BODY,
    `${SOURCE}\ntagline: 'For {{first_name}} & "all"'\nbutton: "{{default first_name 'You'}}, sign"`,
  )
    .replace(
      'subject: Keep it open',
      `subject: '{{first_name}} {{#if donor}}& {{last_name}}{{/if}}!'`,
    )
    .replace('preheader: One minute', "preheader: '{{#if donor}}Again{{else}}Now{{/if}}'"),
};

describe.each(Object.entries(LETTERS))('%s', (_name, appeal) => {
  let message: Message;
  beforeAll(async () => {
    message = await aMessage({ appeal });
  });

  test('a copy made by hostile substitution is what Handlebars renders from the message', () => {
    const personalise = createPersonaliser(JSON.parse(JSON.stringify(message)));
    const parts = ['subject', 'html', 'text'] as const;
    const rendered = parts.map((part) => [part, compileTemplate(message, part)] as const);
    const nasty = fc.constantFrom(
      ...NASTY_TEXTS,
      ...message.slots
        .slice(0, 4)
        .flatMap(({ token }) => [token, token.slice(0, 8), token.slice(8)]),
      message.prefix,
    );
    const person = fc.record({
      first_name: nasty,
      last_name: nasty,
      donor: nasty,
      gift: nasty,
      tags: fc.array(nasty, { maxLength: 3 }).map((tags) => tags.join(';')),
    });
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 3 }), fc.nat(), (people, seed) => {
        const recipients = people.map((fields) => ({ ...ANN, ...fields }));
        const batch = recipients.map(personalise);
        const wire = wireMessage(message, batch, SECRET);
        recipients.forEach((recipient, index) => {
          const values = batch[index] ?? [];
          const substitutions = Object.entries(wire.substitutions[index] ?? {});
          const copy = finishCopy(message, values);
          for (const [part, render] of rendered) {
            const expected = render(recipient);
            expect(hostileReplace(wire[part], substitutions, seed)).toBe(expected);
            expect(copy[part]).toBe(expected);
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  test('the message survives the ledger, which keeps it as JSON', () => {
    const again = JSON.parse(JSON.stringify(message)) as Message;
    const values = createPersonaliser(message)(ANN);
    expect(createPersonaliser(again)(ANN)).toEqual(values);
    expect(finishCopy(again, values)).toEqual(finishCopy(message, values));
  });
});
