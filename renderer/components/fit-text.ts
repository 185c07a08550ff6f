/**
 * The longest beginning of a text that is no wider than `width`, with an ellipsis where it is not the whole text. Widths are
 * what `widthOf` says, in the unit of `width`.
 */
export function fitText(text: string, width: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= width) return text;
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  const cut = (count: number): string => `${letters.slice(0, count).join('')}…`;
  let [fits, tooMany] = [0, letters.length];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (widthOf(cut(middle)) <= width) fits = middle;
    else tooMany = middle;
  }
  return cut(fits);
}

let pen: CanvasRenderingContext2D | null = null;

/** Width of a text in the window's own type, in pixels. */
function widthIn(size: number): (text: string) => number {
  pen ??= document.createElement('canvas').getContext('2d');
  if (pen) pen.font = `${size}px ${getComputedStyle(document.documentElement).fontFamily}`;
  return (text) => pen?.measureText(text).width ?? text.length * size * 0.6;
}

/** A label of a picture, no wider than its room: both sizes as `styles/pictures.css` has them. */
export function fitLabel(text: string, width: number, size: 11 | 12 = 12): string {
  return fitText(text, width, widthIn(size));
}
