import { expect, test } from 'vitest';
import { htmlToText } from '../../src/message/html-text.ts';
import { aMessage, anAppeal, copyFor } from './a-letter.ts';

test.each([
  [
    'entities of all kinds',
    '<p>caf&eacute; &mdash; 5 &euro; &#x2014; &lt;b&gt; &#39;</p>',
    "café — 5 € — <b> '",
  ],
  ['paragraphs', '<div>\n<p>a\nb</p>\n<p>c</p></div>', 'a b\n\nc'],
  ['lines', '<div>a</div><div>b<br>\nc</div>', 'a\nb\nc'],
  [
    'links',
    '<p>See <a href="https://a.org/?a=1&amp;b=2">this <b>page</b></a>.</p>',
    'See this page (https://a.org/?a=1&b=2).',
  ],
  [
    'a link without quotes',
    '<div><a class=x href=https://a.org/>x</a></div>',
    'x (https://a.org/)',
  ],
  [
    'lists',
    '<ul>\n <li>a</li>\n <li>b<ul><li>c</li></ul></li>\n</ul>\n<ol start="3"><li>d</li><li>e</li></ol>',
    '- a\n- b\n\n  - c\n\n3. d\n4. e',
  ],
  [
    'tables',
    '<table>\n<tr>\n<th>a</th>\n<th>b</th></tr><tr><td>c</td><td> d </td></tr></table>',
    'a | b\nc | d',
  ],
  ['quotes', '<blockquote><p>a</p><p>b</p></blockquote>', '> a\n>\n> b'],
  ['preformatted text', '<pre>a\n  b</pre>', 'a\n      b'],
  [
    'pictures',
    '<p><img src="https://a.org/x" alt="A door"><img src="https://a.org/y"></p>',
    '[A door]',
  ],
  ['what nobody reads', '<!-- x --><style>p{}</style><p>a</p><script>x</script>', 'a'],
  ['half a page', '</td></div><p>a', 'a'],
])('%s', (_reason, html, text) => {
  expect(htmlToText(html)).toBe(text);
});

test('a list of html that a loop writes has its lines in the text part', async () => {
  const body =
    'a\n\n<ul>{{#each (split tags ";")}}<li>{{this}}</li>{{/each}}</ul>\n\nz\n\n{{> sign}}\n';
  const message = await aMessage({ appeal: anAppeal(body) });
  expect(copyFor(message, { tags: 'one;two' }).text).toContain('a\n\n- one\n- two\n');
});

test('a link in a line of Markdown is read as html reads it', async () => {
  const body = 'a <a class=x href="https://a.org/?x=1&amp;y=&eacute;">b</a> c\n\n{{> sign}}\n';
  const { text } = await aMessage({ appeal: anAppeal(body) });
  expect(text).toContain('a b (https://a.org/?x=1&y=é) c');
});
