/** The printable characters of ASCII: most of what cells hold. */
const FIRST = 32;
const LAST = 126;

/** Letters are drawn a little closer or wider beside some others than alone. */
const ALLOWANCE = 1.06;

/** How wide text in cells is drawn, at most, told without drawing it. */
export class Alphabet {
  readonly #widths: Float64Array;

  /** @param widths of the characters from space to tilde, in CSS pixels */
  constructor(widths: Float64Array) {
    this.#widths = widths;
  }

  /** Whether a text surely has room in so many pixels; one with any other character is never sure to. */
  fits(text: string, room: number): boolean {
    let left = room / ALLOWANCE;
    for (let at = 0; at < text.length; at += 1) {
      const width = this.#widths[text.charCodeAt(at) - FIRST];
      if (width === undefined) return false;
      left -= width;
      if (left < 0) return false;
    }
    return true;
  }
}

const known = new Map<string, Alphabet>();

/** As the page draws cells now: its fonts, sizes and the spacing that its user may have set. */
export function measureAlphabet(mono: boolean): Alphabet {
  const cell = document.createElement('div');
  cell.className = mono ? 'grid-cell mono measuring' : 'grid-cell measuring';
  cell.ariaHidden = 'true';
  document.body.append(cell);
  try {
    const { fontFamily, fontSize, letterSpacing, wordSpacing } = getComputedStyle(cell);
    const key = [fontFamily, fontSize, letterSpacing, wordSpacing].join('\n');
    const before = known.get(key);
    if (before !== undefined) return before;
    const characters = Array.from({ length: LAST - FIRST + 1 }, (_, at) => {
      const span = document.createElement('span');
      span.textContent = String.fromCharCode(FIRST + at);
      return span;
    });
    cell.append(...characters);
    const alphabet = new Alphabet(
      Float64Array.from(characters, (span) => span.getBoundingClientRect().width),
    );
    known.set(key, alphabet);
    return alphabet;
  } finally {
    cell.remove();
  }
}
