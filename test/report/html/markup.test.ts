import { expect, it } from 'vitest';
import { html, trusted } from '../../../src/report/html/markup.ts';
import fc from '../../support/fast-check.ts';
import { elements, parseHtml, textContent } from '../../support/html.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></script><!--',
  '&lt;b&gt; &amp; &#x3c;',
  '\0\u202e\u2066\ufeff\x1b[31m\u2028',
  '\ud800 \udc00',
  'javascript:alert(1)',
];
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE), fc.string());

it.each(HOSTILE)('%j is text in an element and in an attribute', (hostile) => {
  const page = parseHtml(html`<p title="${hostile}">${hostile}</p>`.markup);
  const [p, ...more] = elements(page);
  expect([p?.name, [...(p?.attributes.keys() ?? [])], more]).toEqual(['p', ['title'], []]);
  expect(p?.attributes.get('title')).toBe(textContent(page));
});

it('no text is markup, whatever it is', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      const { markup } = html`<p title="${one}">${[one, other]}</p><b>${other}</b>`;
      expect(elements(parseHtml(markup)).map(({ name }) => name)).toEqual(['p', 'b']);
      // Nothing that turns the line, cannot be seen, or is no character.
      expect(markup.replaceAll('\t', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/u);
    }),
    { numRuns: 500 },
  );
});

it('secrets are gone from text and attributes', () => {
  const secret = `sk-proj-${'a1B2c3D4'.repeat(4)}`;
  expect(html`<p title="${secret}">OPENAI_API_KEY=${secret} ${`TOKEN=hunter2`}</p>`.markup).toBe(
    '<p title="&lt;redacted&gt;">OPENAI_API_KEY=&lt;redacted&gt; TOKEN=&lt;redacted&gt;</p>',
  );
});

it('markup, lists of it, numbers and nothing', () => {
  const items = ['a', '<b>'].map((one) => html`<li>${one}</li>`);
  expect(html`<ul>${items}</ul>${null}${false}${0}`.markup).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>0');
  expect(html`${trusted('<hr>')}`.markup).toBe('<hr>');
});

it('what looks like markup is none: an object of the same shape is no Html', () => {
  const forged = { markup: '<script>' } as never;
  expect(() => html`${forged}`).toThrow();
});
