import { describe, expect, it } from 'vitest';
import { renderToStaticMarkup } from 'react-dom/server';
import { createElement } from 'react';
import { Prose, blocks } from './prose.tsx';

describe('the READMEs of procedures', () => {
  it('cuts text into headings, paragraphs, lists and code', () => {
    const text =
      '# Method\n\nOne line\nand its rest.\n\n- first\n  goes on\n- second\n\n1. one\n\n```sql\nSELECT 1\n\nFROM t\n```';
    expect(blocks(text)).toEqual([
      { kind: 'heading', text: 'Method' },
      { kind: 'paragraph', text: 'One line and its rest.' },
      { kind: 'list', ordered: false, items: ['first goes on', 'second'] },
      { kind: 'list', ordered: true, items: ['one'] },
      { kind: 'code', text: 'SELECT 1\n\nFROM t' },
    ]);
  });

  it('marks code, strong and stressed words, and leaves other signs as written', () => {
    const html = renderToStaticMarkup(
      createElement(Prose, { text: 'the *other* peers, **all** of `a * b * c`, 2 * 3 * 4, a*b*c' }),
    );
    expect(html).toBe(
      '<div class="prose"><p>the <em>other</em> peers, <strong>all</strong> of <code>a * b * c</code>, 2 * 3 * 4, a*b*c</p></div>',
    );
  });

  it('keeps HTML as words', () => {
    expect(blocks('<img src=x onerror=alert(1)>')).toEqual([
      { kind: 'paragraph', text: '<img src=x onerror=alert(1)>' },
    ]);
  });
});
