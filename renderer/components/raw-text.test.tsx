import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { RawText } from './raw-text.tsx';

const shown = (text: string): string => renderToStaticMarkup(<RawText text={text} />);

describe('bytes as text', () => {
  it('keeps words from the right to themselves, and the figures beside them in their order', () => {
    expect(shown(',موقف الجنوبي,2024-08-02,30')).toBe(',<bdi>موقف الجنوبي</bdi>,2024-08-02,30');
    expect(shown('"חניון","10"')).toBe('&quot;<bdi>חניון</bdi>&quot;,&quot;10&quot;');
  });

  it('writes out a sign that would turn the line', () => {
    expect(shown('invoice\u202Efdp.exe')).toBe('invoice<span class="turning-sign">U+202E</span>fdp.exe');
  });

  it('leaves every other letter as it is', () => {
    expect(shown('Ольга,北側駐車場,Βόρειος')).toBe('Ольга,北側駐車場,Βόρειος');
  });
});
